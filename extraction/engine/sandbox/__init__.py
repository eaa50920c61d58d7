"""A warm child process that reads documents: what a hostile file breaks is the child, nothing else."""
