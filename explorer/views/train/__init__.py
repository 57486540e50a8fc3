"""The building blocks of the Train page; each shows records and says what the user asked for."""
