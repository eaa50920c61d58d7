from django.urls import path

from extraction import addresses  # noqa: F401 - registers <drop:…>
from extraction.web.uploading import batches, views

DROP, BATCH = "uploads/<drop:public_id>", "batches/<batch:public_id>"

urlpatterns = [
    path("uploads", views.upload, name="upload"),
    path("uploads/begin", views.begin, name="begin_upload"),
    path("uploads/sample", views.read_sample, name="read_sample"),
    path("uploads/cards", views.upload_cards, name="upload_cards"),
    path(f"{DROP}/files/<int:position>", views.take, name="take_upload"),
    path(f"{DROP}/close", views.close, name="close_upload"),
    path(f"{DROP}/put-away", views.put_away, name="put_away_upload"),
    path(BATCH, batches.batch, name="batch"),
    path(f"{BATCH}/results.<str:kind>", batches.batch_export, name="batch_export"),
    path(f"{BATCH}/delete", batches.ask_delete_batch, name="ask_delete_batch"),
    path(f"{BATCH}/delete/confirmed", batches.delete_batch, name="delete_batch"),
]
