"""What a task does when it runs.

A build task has one of three kinds, which `kinds` describes and `choice` chooses from: `docker_step`, `task_file` and `inline_steps`; a
clean-up has `purge_steps`. Steps that are written in the program are declared in `arguments`, checked by `checks`, `order` and
`made_images`, and written by `text`, `template_text` and `task_yaml` as the agent that runs tasks reads them.
"""
