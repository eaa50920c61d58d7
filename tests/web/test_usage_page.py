"""The page about usage: a month or a year as chart, figures and CSV, by day and by key, and who is told."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import keys
from billing import months, subscriptions
from billing.plans import FREE, PLANS, PRO
from billing.templatetags.usage import full_at, look_at
from billing.usage import alerts, metering, pace
from billing.usage.metering import Usage
from extraction.web import charts
from extraction.web.charts import Pile
from tests.web.markup import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(alice):
    """She has been here for long."""
    alice.date_joined -= timedelta(days=500)
    alice.save()
    return alice


def text(client, address="/usage"):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", source(answer))


def bring(user, number, *, key=None, now=None, end=metering.commit):
    now = now or timezone.now()
    many = [f"ext_{user.pk}_{timezone.now().timestamp()}_{each}" for each in range(number)]
    metering.reserve_many(user=user, references=many, now=now, key=key)
    for reference in many:
        end(reference=reference, now=now)


def rows(client, address="/usage/csv"):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return answer, list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def last_month():
    return months.of(timezone.now()).after(-1)


def in_last_month():
    return last_month().starts_at + timedelta(days=3)


def test_it_says_where_the_month_stands(browse, alice):
    bring(alice, 3)
    bring(alice, 2, end=metering.release)
    page = text(browse(alice))
    for words in ("3 <small>of 500 invoices", "497 left", "0 of 5 requests running now", "on Pro</h2>"):
        assert words in page
    assert "Read, 3" in page
    assert "Failed, 2, not counted" in page


def test_each_day_is_a_bar_with_its_words_and_a_line_of_figures(browse, alice):
    bring(alice, 3)
    bring(alice, 1, end=metering.release)
    page = text(browse(alice))
    today = timezone.now()
    label = f"{today.day} {today:%b}"
    assert f"<title>{label}: 3 read, 1 failed</title>" in page
    assert page.count("<title>") == 1 + today.day  # that of the page, and one of each day so far
    cells = "".join(f'<td class="end">{number}</td>' for number in (3, 0, 1, 0))
    assert f"<tr><td>{label}</td>{cells}</tr>" in page
    assert "style=" not in page


def test_each_key_has_its_share_and_its_limit_and_the_portal_has_a_line(browse, alice):
    desk = alice.api_keys.get()
    keys.limit(key=desk, invoices=200)
    till = keys.issue(user=alice, name="Old till", now=timezone.now()).key
    bring(alice, 6, key=desk)
    bring(alice, 3, key=till)
    bring(alice, 1)
    keys.revoke(key=till, now=timezone.now())
    table = text(browse(alice)).partition("by-key")[2].partition("</table>")[0]
    lines = [re.sub(r"<[^>]+>", "|", line) for line in re.findall(r"<tr>.*?</tr>", table)[1:]]
    assert [re.sub(r"[| ]*\|[| ]*", "|", line).strip("|") for line in lines] == [
        "alice&#x27;s program|6|200",
        "Old till|revoked|3|–",
        "Uploads in the portal|1|–",
    ]
    assert re.findall(r'aria-label="(\d+) %"', table) == ["60", "30", "10"]


def test_a_past_month_can_be_chosen(browse, alice):
    bring(alice, 4, now=in_last_month())
    page = text(browse(alice), f"/usage?period={last_month()}")
    assert "4 <small>of 500 invoices" in page
    assert "496 were left" in page
    assert "The count starts again" not in page
    assert f'value="{last_month()}" selected' in page
    assert page.count("<title>") == 1 + last_month().last.day


def test_a_past_month_stands_against_the_plan_it_was_used_under(browse, alice):
    bring(alice, 4, now=in_last_month())
    subscriptions.set_plan(user=alice, plan=FREE)
    assert "4 <small>of 500 invoices" in text(browse(alice), f"/usage?period={last_month()}")


def test_the_past_twelve_months_can_be_seen_together(browse, alice):
    bring(alice, 4, now=in_last_month())
    bring(alice, 1)
    page = text(browse(alice), "/usage?period=year")
    assert "5 <small>invoices read" in page
    assert f"<title>{last_month().first:%b %Y}: 4 read</title>" in page
    assert page.count("<title>") == 1 + 13


@pytest.mark.parametrize("period", ["2020-01", "2999-01", "june", "year "])
@pytest.mark.parametrize("address", ["/usage", "/usage/csv"])
def test_months_that_it_cannot_tell_of_are_not_found(browse, alice, address, period):
    assert browse(alice).get(address, {"period": period}).status_code == 404


def test_months_before_there_was_an_account_are_not_offered(browse, bob):
    page = text(browse(bob))
    assert page.count("<option") == 1
    assert "Past twelve months" not in page
    assert browse(bob).get(f"/usage?period={last_month()}").status_code == 404


def test_the_csv_has_a_line_for_each_day_and_key_that_had_any(browse, alice):
    own = alice.api_keys.get()
    bring(alice, 4, now=in_last_month(), key=own)
    bring(alice, 1, now=in_last_month(), end=metering.release)
    bring(alice, 1)
    answer, lines = rows(browse(alice), f"/usage/csv?period={last_month()}")
    assert answer["Content-Disposition"] == f'attachment; filename="usage-{last_month()}.csv"'
    day = str(in_last_month().date())
    nothing = {"processing": "0", "failed": "0", "withdrawn": "0"}
    assert lines == [
        {"day": day, "key": "Uploads in the portal", "prefix": "", "read": "0", **nothing, "failed": "1"},
        {"day": day, "key": "alice's program", "prefix": own.prefix, "read": "4", **nothing},
    ]
    assert len(rows(browse(alice), "/usage/csv?period=year")[1]) == 3


@pytest.mark.parametrize("name", ['=HYPERLINK("http://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1"])
def test_no_name_of_a_key_is_a_formula_in_it(browse, alice, name):
    bring(alice, 1, key=keys.issue(user=alice, name=name, now=timezone.now()).key)
    [line] = rows(browse(alice))[1]
    assert line["key"] == f"'{name}"


def test_charlie_sees_his_own_and_nothing_of_alice(browse, alice, charlie):
    bring(alice, 4, key=alice.api_keys.get())
    page = text(browse(charlie))
    assert "0 <small>of 10 invoices" in page
    assert "alice" not in page
    assert rows(browse(charlie))[1] == []


def test_who_is_told_of_what_can_be_chosen(browse, alice):
    page = text(browse(alice))
    assert re.findall(r'name="(\w+)" checked', page) == ["nearly_used", "all_used"]
    assert "At 80 %, 400 invoices" in page
    answer = browse(alice).post("/usage/alerts", {"all_used": "on", "many_failed": "on"}, follow=True)
    assert re.findall(r'name="(\w+)" checked', source(answer)) == ["all_used", "many_failed"]
    chosen = alerts.choices(alice)
    assert (chosen.nearly_used, chosen.key_limit, chosen.many_failed) == (False, False, True)


def test_what_alice_chooses_is_not_charlies_choice(browse, alice, charlie):
    browse(alice).post("/usage/alerts", {})
    assert alerts.choices(charlie).nearly_used


def test_after_a_downgrade_more_is_used_than_there_is_and_nothing_is_negative(browse, alice):
    bring(alice, 12)
    subscriptions.set_plan(user=alice, plan=FREE)
    for address, words in (("/usage", "None left"), ("/dashboard", "None left.")):
        page = text(browse(alice), address)
        assert "12 <small>of 10 invoices" in page
        assert words in page
        assert not re.search(r"[-−]\d+ (left|of|invoices)", page)
    assert "12 of 10" in text(browse(alice), "/keys")


class TestPace:
    """Where the month ends if it goes on like this."""

    def usage(self, used, plan=PRO):
        june = months.Month(2026, 6)
        return Usage(plan, str(june), used, 0, 0, june.starts_at, june.ends_at)

    @pytest.mark.parametrize(
        ("used", "day", "plan", "expected"),
        [(127, 18, "pro", 213), (127, 2, "pro", None), (0, 18, "pro", None), (2_999, 16, "business", 5_820)],
    )
    def test_it_goes_on_as_it_went(self, used, day, plan, expected):
        now = datetime(2026, 6, day, 21, tzinfo=UTC) if day == 18 else datetime(2026, 6, day, 11, tzinfo=UTC)
        assert pace.expected(self.usage(used, PLANS[plan]), now=now) == expected

    def test_it_says_when_all_is_used_if_that_is_before_the_end(self):
        now = datetime(2026, 6, 16, tzinfo=UTC)
        assert pace.used_up_on(self.usage(300), now=now).isoformat() == "2026-06-26"
        assert pace.used_up_on(self.usage(250), now=now) is None
        assert pace.used_up_on(self.usage(500), now=now) is None


class TestChart:
    """Bars stand on the line and end at their number; nothing is higher than the scale."""

    @pytest.mark.parametrize(
        ("most", "top"),
        [(0, 2), (1, 2), (13, 14), (14, 14), (99, 100), (187, 200), (5_000, 5_000), (5_001, 5_200)],
    )
    def test_the_scale_ends_at_a_number_that_can_be_halved(self, most, top):
        assert charts.chart([("1 Jun", Pile(most, 0, ""))], now=None).top == top

    def test_what_failed_stands_on_what_was_read(self):
        [bar] = charts.chart([("1 Jun", Pile(9, 2, "9 read, 1 being read, 2 failed"))], now=0).bars
        assert (bar.well_y + bar.well_height, bar.failed_y + bar.failed_height + charts.GAP) == (
            100,
            bar.well_y,
        )
        assert bar.says == "1 Jun: 9 read, 1 being read, 2 failed"
        assert bar.is_now

    def test_days_to_come_have_room_and_no_bar(self):
        chart = charts.chart([("1 Jun", Pile(1, 0, "")), ("2 Jun", None)], now=0)
        assert (chart.columns, len(chart.bars)) == (2, 1)


def test_a_month_that_is_used_up_foretells_nothing(browse, bob):
    """More than there are will not be read."""
    bring(bob, 10)
    page = source(browse(bob).get("/usage"))
    assert "None left" in page
    assert "At this pace" not in page


@pytest.mark.parametrize("limit", [plan.invoices_per_month for plan in PLANS.values()])
def test_the_meter_is_red_when_all_is_used(limit):
    assert look_at(limit) <= full_at(limit) < limit
