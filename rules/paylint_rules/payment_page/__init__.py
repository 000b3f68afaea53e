"""What runs on a page where cards are typed, or that shows the provider's fields."""
