"""What a task does when it runs: a Docker build, a task file, or steps that are written in the program."""
