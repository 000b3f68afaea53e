"""From facts to the scope: integrations, verdict, inventory, requirements, and the data-flow diagram."""
