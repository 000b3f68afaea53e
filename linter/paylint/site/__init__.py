"""The site as a whole: pages, their scripts and the server side, linked. The stage that knows all front ends."""
