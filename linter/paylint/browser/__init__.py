"""The browser's side: pages as the browser gets them, their forms, and which inputs take account data."""
