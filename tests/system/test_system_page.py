"""The operator's page: whether the service works, how much it does, and what fails."""

from datetime import timedelta

import dramatiq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from dramatiq.brokers.stub import StubBroker

from config import heartbeat
from config.models import Heartbeat
from config.queue.models import QueuedMessage
from config.system import queues, throughput
from extraction import stock
from tests.people import person
from tests.web import papers
from tests.web.markup import source
from tests.webhooks import happenings

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/system/"


def shown(staff, **headers):
    answer = staff.get(ADDRESS, headers=headers)
    assert answer.status_code == 200
    return source(answer)


class TestTheDoor:
    def test_a_stranger_is_asked_to_log_in(self, client):
        assert client.get(ADDRESS)["Location"].startswith("/admin/login/")

    def test_charlie_is_not_let_in(self, client):
        client.force_login(person("charlie").user)
        assert client.get(ADDRESS).status_code == 302
        assert client.get(ADDRESS, follow=True).status_code == 403

    def test_members_see_no_way_there(self, client, alice):
        client.force_login(alice)
        assert ADDRESS not in source(client.get("/dashboard"))

    def test_staff_do(self, staff):
        assert f'href="{ADDRESS}"' in source(staff.get("/dashboard"))
        assert f'href="{ADDRESS}"' in source(staff.get("/admin/"))

    def test_nothing_is_sent_to_it(self, staff):
        assert staff.post(ADDRESS).status_code == 405


class TestQueues:
    def queued(self, now, **fields):
        values = {"queue": "bulk", "message_id": "1", "body": b"{}", "due_at": now}
        return QueuedMessage.objects.create(**values | fields)

    def test_each_is_counted_by_what_its_messages_wait_for(self):
        now = timezone.now()
        long_ago = now - timedelta(hours=2)
        self.queued(now, due_at=long_ago)
        self.queued(now)
        self.queued(now, leased_until=now + timedelta(seconds=9), holder="somebody")
        self.queued(now, due_at=now + timedelta(hours=1))
        self.queued(now, dead_at=now, reason="never finished")
        found = {queue.name: queue for queue in queues.standing(now=now)}
        assert list(found) == ["interactive", "bulk", "delivery", "billing"]
        assert found["bulk"] == queues.Queue(
            name="bulk", waiting=2, at_work=1, later=1, dead=1, oldest=long_ago
        )
        assert found["billing"] == queues.Queue(name="billing")

    def test_what_waits_too_long_stands_out(self, staff):
        self.queued(timezone.now() - timedelta(hours=2))
        assert '<span class="badge badge-look">2\xa0hours</span>' in shown(staff)

    def test_what_was_set_aside_leads_to_its_messages(self, staff):
        self.queued(timezone.now(), dead_at=timezone.now(), reason="never finished")
        address = "/admin/queue/queuedmessage/?state=dead&amp;q=bulk"
        assert f'href="{address}"' in shown(staff)
        assert "never finished" in source(staff.get(address.replace("&amp;", "&")))

    def test_it_can_be_queued_again_and_what_is_alive_stays_as_it_is(self, staff):
        now = timezone.now()
        dead = self.queued(now, dead_at=now, reason="never finished", deliveries=10)
        alive = self.queued(now, deliveries=3)
        form = {"action": "queue_again", "_selected_action": [dead.pk, alive.pk]}
        staff.post("/admin/queue/queuedmessage/", form)
        dead.refresh_from_db()
        alive.refresh_from_db()
        assert (dead.dead_at, dead.reason, dead.deliveries, alive.deliveries) == (None, "", 0, 3)

    def test_a_broker_that_does_not_tell_is_said_not_to(self, staff):
        before = dramatiq.get_broker()
        dramatiq.set_broker(StubBroker())
        try:
            assert "This broker does not tell" in shown(staff)
        finally:
            dramatiq.set_broker(before)


class TestPrograms:
    def beat(self, program, *, ago=0, token=""):
        now = timezone.now() - timedelta(seconds=ago)
        heartbeat.beat(token=token or program, program=program, started_at=now, now=now)

    def test_those_that_say_so_run_and_those_that_stopped_are_missed(self, staff):
        self.beat("web", token="1")
        self.beat("web", token="2")
        self.beat("sweeper", ago=400)
        page = shown(staff)
        assert "2 processes" in page
        assert "Gone for 6\xa0minutes" in page

    def test_one_that_was_started_anew_is_not_missed(self, staff):
        self.beat("worker 1", ago=400, token="before")
        self.beat("worker 1", token="after")
        page = shown(staff)
        assert "Gone" not in page
        assert page.count("worker 1") == 1

    def test_without_any_it_says_what_to_start(self, staff):
        assert "manage.py serve" in shown(staff)

    def test_a_beat_is_one_row_however_often(self):
        for _ in range(3):
            self.beat("web")
        assert Heartbeat.objects.count() == 1

    def test_rows_of_yesterday_go(self):
        self.beat("web", ago=90_000, token="1")
        self.beat("web", token="2")
        assert [beat.token for beat in Heartbeat.objects.all()] == ["2"]


class TestThroughput:
    def test_documents_are_counted_in_their_hour(self, alice):
        now = timezone.now().replace(minute=30)
        for ago, number in ((0, 2), (3, 1), (30, 4)):
            for _ in range(number):
                row = papers.completed(alice)
                row.finished_at = now - timedelta(hours=ago)
                row.save()
        papers.failed(alice)
        day = throughput.of_the_last_day(now=now)
        assert (day.read, day.failed, day.by_code) == (3, 1, [("invalid_file", 1)])
        assert [pile.well for _, pile in day.figures] == [0] * 20 + [1, 0, 0, 2]
        assert len(day.chart.bars) == 24

    def test_reasons_lead_to_those_that_failed(self, staff, alice):
        failed, read = papers.failed(alice), papers.completed(alice)
        address = "/admin/extraction/extraction/?error=invalid_file"
        assert f'href="{address}"' in shown(staff)
        listed = source(staff.get(address))
        assert failed.public_id in listed
        assert read.public_id not in listed

    def test_attempts_of_webhooks_are_counted_by_what_went_wrong(self, staff, alice):
        now = timezone.now()
        happenings.completed(alice, webhook_url="https://receiver.example.com/hook")
        attempt = alice.webhook_deliveries.get().attempts.get()
        attempt.number, attempt.started_at, attempt.finished_at = 1, now, now
        attempt.error = "It answered <b>503</b>."
        attempt.save()
        page = shown(staff)
        assert "It answered &lt;b&gt;503&lt;/b&gt;." in page
        assert "0 delivered, 1 failed" in page


class TestTheRest:
    def test_what_is_kept_is_counted_by_the_sweeper(self, staff, alice):
        assert "Counted within the hour" in shown(staff)
        papers.completed(alice)
        taken = stock.take(now=timezone.now())
        assert (taken.documents, taken.size) == (1, len(papers.PDF))
        assert f"1 with {len(papers.PDF)}\xa0bytes of files" in shown(staff)

    def test_it_says_what_is_set_up_and_no_secret(self, staff, settings):
        settings.STRIPE_SECRET_KEY = "sk_live_something"
        settings.STRIPE_WEBHOOK_SECRET = "whsec_something"
        settings.SITE_URL = "https://invoices.example.com"
        page = shown(staff)
        assert "<dt>Stripe</dt><dd>set up</dd>" in page
        assert "<dt>Address</dt><dd>https://invoices.example.com</dd>" in page
        assert "something" not in page
        assert settings.SECRET_KEY not in page

    def test_the_page_asks_again_for_what_changes_and_for_nothing_else(self, staff):
        part = shown(staff, **{"HX-Request": "true"})
        assert part.startswith('<div class="stack" id="now"')
        assert "Room on the disk" not in part

    def test_it_asks_the_same_number_of_times_however_much_there_is(self, staff, alice):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                shown(staff)
            return len(queries)

        before = asked()
        for number in range(5):
            papers.completed(alice)
            papers.failed(alice)
            heartbeat.beat(
                token=str(number), program=f"{number}", started_at=timezone.now(), now=timezone.now()
            )
        assert asked() == before <= 16
