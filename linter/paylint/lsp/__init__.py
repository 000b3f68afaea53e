"""The language server: findings in the editor, over what is in its buffers."""
