"""Passage: card data enters this server and is handed on."""
