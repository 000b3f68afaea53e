"use strict";

const filters = document.getElementById("filters");
if (filters) {
  const findings = [...document.querySelectorAll("article.finding")];
  const texts = new Map(findings.map((finding) => [finding, finding.textContent.toLowerCase()]));
  const apply = () => {
    const wanted = new FormData(filters);
    const severities = wanted.getAll("severity");
    const text = wanted.get("text").trim().toLowerCase();
    let shown = 0;
    for (const finding of findings) {
      const fits =
        severities.includes(finding.dataset.severity) &&
        ["", finding.dataset.rule].includes(wanted.get("rule")) &&
        texts.get(finding).includes(text);
      finding.hidden = !fits;
      shown += fits;
    }
    document.getElementById("nothing").hidden = shown > 0;
    const { shown: told } = filters.elements;
    told.textContent = told.dataset.text.replace("%s", shown);
  };
  filters.addEventListener("input", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.hidden = false;
  apply();
}

window.addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.hidden) {
    filters.reset();
    filters.dispatchEvent(new Event("input"));
    target.scrollIntoView();
  }
});

for (const trace of document.querySelectorAll("details.trace:has(.walk)")) {
  const steps = [...trace.querySelectorAll(".step")];
  const buttons = [...trace.querySelectorAll("[data-walk]")];
  let current = -1;
  const go = (index) => {
    current = Math.max(0, Math.min(steps.length - 1, index));
    steps.forEach((step, number) =>
      number === current ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current"),
    );
    steps[current].scrollIntoView({ block: "nearest" });
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      go(current + Number(button.dataset.walk));
      steps[current].focus({ preventScroll: true });
    });
  }
  steps.forEach((step, number) => step.addEventListener("click", () => go(number)));
  trace.querySelector(".steps").addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      go(current + by);
      steps[current].focus({ preventScroll: true });
    }
  });
  trace.querySelector(".walk").hidden = false;
}

let closed = [];
window.addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open], .again, .trace ~ .trace)")];
  closed.forEach((details) => (details.open = true));
});
window.addEventListener("afterprint", () => closed.forEach((details) => (details.open = false)));
