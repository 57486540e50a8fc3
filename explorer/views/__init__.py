"""What is on the screen: widgets that show records and say what the user asked for."""
