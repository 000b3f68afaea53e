"""The browser's side: pages as the browser gets them, their forms and inputs, and what their scripts do."""
