"""May this consumer pull this image, may this task push it, and if not: what is the first cause?"""
