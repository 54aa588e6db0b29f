"""What people at a desk phone do by dialling: sign in and out, pause, park, pick up."""
