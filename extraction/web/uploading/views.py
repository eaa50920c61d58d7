"""Sending files from a page. With a script they are announced, and follow one by one; a plain form brings
several at once. Either way the list of what came, and what did not, is the server's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.pages import STOP_POLLING, MemberRequest, is_part, page
from extraction import drops, jobs, uploads
from extraction.drops import CutShort, Refused, TooManyOpen
from extraction.models import Drop, DroppedFile
from extraction.refusals import Announced
from extraction.web.uploading import announcements, cards

HEAD_BYTES = 2_048
SAMPLE = settings.BASE_DIR / "static" / "samples" / "larkfield.png"


@login_required
@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    """A form's files, however many: what is to be said of each stands on the overview."""
    files = request.FILES.getlist("file")
    try:
        if files:
            _take_all(files, request.user)
    except TooManyOpen as error:
        messages.error(request, str(error))
    return redirect("dashboard")


@login_required
@require_POST
def begin(request: MemberRequest) -> JsonResponse:
    files = announcements.read(request.body)
    try:
        drop = drops.begin(user=request.user, files=files, now=timezone.now())
    except TooManyOpen as error:
        return JsonResponse({"refusal": str(error), "files": []}, status=429)
    expected = drop.files.all()
    if all(file.refusal for file in expected):
        drops.close(drop, now=timezone.now())
    return JsonResponse(
        {
            "close": reverse("close_upload", args=[drop.public_id]),
            "files": [
                {
                    "place": f"{drop.public_id}-{file.position}",
                    "send": reverse("take_upload", args=[drop.public_id, file.position]),
                    "refusal": file.refusal,
                }
                for file in expected
            ],
        }
    )


@login_required
@require_POST
def take(request: MemberRequest, public_id: str, position: int) -> JsonResponse:
    """200 also when it came before; 422 for good, 400 when it should be sent again."""
    file = get_object_or_404(
        DroppedFile.objects.select_related("extraction", "drop__user", "drop__batch"),
        drop__user=request.user,
        drop__public_id=public_id,
        position=position,
    )
    content = request.FILES.get("file")
    try:
        if content is None:
            raise CutShort
        extraction = drops.take(file, content, now=timezone.now())
    except Refused as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=422)
    except CutShort:
        return JsonResponse({}, status=400)
    except DroppedFile.DoesNotExist:
        return JsonResponse({}, status=404)
    return JsonResponse({"document": extraction.public_id})


@login_required
@require_POST
def close(request: MemberRequest, public_id: str) -> HttpResponse:
    drops.close(_own(request, public_id), now=timezone.now())
    return _cards(request) if is_part(request) else redirect("dashboard")


@login_required
@require_POST
def put_away(request: MemberRequest, public_id: str) -> HttpResponse:
    drops.put_away(_own(request, public_id))
    return _cards(request) if is_part(request) else redirect("dashboard")


@login_required
@require_POST
def read_sample(request: MemberRequest) -> HttpResponse:
    """Our own invoice, for whoever has none at hand. It is not counted, and so for the first time only."""
    if request.user.extractions.exists():
        return redirect("dashboard")
    now = timezone.now()
    with SAMPLE.open("rb") as file:
        upload = uploads.store(File(file, name=SAMPLE.name), today=now.date())
    extraction = jobs.submit(user=request.user, upload=upload, now=now, takes_place=False, is_counted=False)
    return redirect("document", extraction.public_id)


@login_required
@require_GET
def upload_cards(request: MemberRequest) -> HttpResponse:
    """A part of the overview, and of every page on which files can be dropped."""
    return _cards(request) if is_part(request) else redirect("dashboard")


def shown(user: User) -> dict[str, Any]:
    """What is moving, and what came of what was sent lately."""
    now = timezone.now()
    found, batches = cards.of(user, now=now), cards.running(user, now=now)
    return {
        "cards": found,
        "running": batches,
        "is_sending": any(card.is_moving for card in found) or batches,
    }


def _cards(request: MemberRequest) -> HttpResponse:
    told = shown(request.user)
    status = 200 if told["is_sending"] else STOP_POLLING
    return page(request, "extraction/uploading/cards.html", told, status=status)


def _take_all(files: list[UploadedFile[bytes]], user: User) -> None:
    announced = [_announced(file) for file in files]
    drop = drops.begin(user=user, files=announced, now=timezone.now())
    for expected, content in zip(drop.files.select_related("extraction"), files, strict=False):
        try:
            drops.take(expected, content, now=timezone.now())
        except Refused:
            continue  # its line says why
    drops.close(drop, now=timezone.now())


def _announced(file: UploadedFile[bytes]) -> Announced:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return Announced(filename=file.name or "", size=file.size or 0, head=head)


def _own(request: MemberRequest, public_id: str) -> Drop:
    drop: Drop = get_object_or_404(request.user.drops, public_id=public_id)
    return drop
