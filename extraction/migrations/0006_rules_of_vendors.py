from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import extraction.models.public_ids


class Migration(migrations.Migration):
    dependencies = [
        ("extraction", "0005_place_of_a_correction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(  # no rule could be made before
            model_name="vendorrule",
            name="public_id",
            field=models.CharField(
                default=extraction.models.public_ids.for_rule, max_length=20, unique=True
            ),
        ),
        migrations.AddField(
            model_name="vendorrule",
            name="off_because",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="vendorrule",
            name="kind",
            field=models.CharField(
                choices=[
                    ("always", "Always this value"),
                    ("beside", "What stands beside these words"),
                    ("without", "Without rows that begin like this"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="vendorrule",
            index=models.Index(fields=["user", "vendor", "path", "id"], name="rules_by_vendor"),
        ),
        migrations.AddIndex(
            model_name="extraction",
            index=models.Index(fields=["user", "iban"], name="extraction_iban"),
        ),
        migrations.AddConstraint(
            model_name="vendorrule",
            constraint=models.CheckConstraint(
                condition=~Q(vendor_tax_id="") | ~Q(iban="") | ~Q(vendor_key=""),
                name="a_rule_knows_its_vendor",
            ),
        ),
        migrations.AddConstraint(
            model_name="vendorrule",
            constraint=models.CheckConstraint(
                condition=Q(is_active=False) | Q(off_because=""),
                name="a_rule_in_force_was_not_switched_off",
            ),
        ),
    ]
