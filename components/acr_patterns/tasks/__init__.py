"""What an ACR task is made of.

`build_plan` says what the arguments of a `BuildTask` come to: a task, perhaps a second one for pull requests, and what the run at deploy
time is made from. `granted_task` makes a task with its identity and roles, also that of a `PurgeTask`, and `build_run` runs it. What a task
does is in `steps`; what it builds, what starts it, where it runs and how it logs in have a module each.
"""
