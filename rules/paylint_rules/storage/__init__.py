"""Storage: card data rests somewhere that outlives the request."""
