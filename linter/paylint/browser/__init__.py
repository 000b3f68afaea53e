"""What the scripts of pages do: their flows, and the facts that integrations are told by."""
