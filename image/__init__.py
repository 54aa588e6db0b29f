"""How the machine is built: runtime root, prompts and the Python environment, cached by what they are made of."""
