"""What earlier runs found out, kept by content so that equal questions are answered alike."""
