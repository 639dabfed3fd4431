"""What is said to people: in the app and by letter, each once per channel."""
