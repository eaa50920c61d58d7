from datetime import timezone

from django.db import migrations, models
from django.db.models.functions import TruncDate


def note_days(apps, _):
    reservations = apps.get_model('billing', 'Reservation').objects
    reservations.filter(day=None).update(day=TruncDate('created_at', tzinfo=timezone.utc))


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0002_stripe_letters_and_reports'),
    ]

    operations = [
        migrations.RunPython(note_days, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='reservation',
            name='day',
            field=models.DateField(),
        ),
    ]
