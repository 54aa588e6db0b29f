"""What is configured in the browser: descriptions, forms, flows as they are drawn."""
