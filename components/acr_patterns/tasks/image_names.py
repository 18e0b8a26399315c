from ..images import check_tag


def check_image_tag(where: str, tag: str) -> None:
    check_tag(where, tag)
