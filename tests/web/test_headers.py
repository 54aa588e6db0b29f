"""What browsers are told: headers, cookies, forged forms."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import BASE, ClientFor, add_person
from tests.web.walk import address, methods, rules


def test_every_answer_carries_the_policy(client_for: ClientFor) -> None:
    client = client_for("agent")
    for path in ("/", "/sign-in", "/nowhere", "/static/plain.css", "/static/nothing.css"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        assert headers["Cache-Control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_what_is_marked_by_its_content_is_kept_for_ever(client_for: ClientFor) -> None:
    client = client_for("agent")
    marked = re.search(r'href="(/static/plain\.css\?v=[0-9a-f]+)"', client.get("/").text)
    assert marked
    assert "immutable" in client.get(marked[1]).headers["Cache-Control"]


def test_pages_hold_no_script_and_no_style_of_their_own(client_for: ClientFor) -> None:
    for path in ("/", "/account/", "/sign-in", "/nowhere"):
        text = client_for("administrator").get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|<style|\sstyle=|javascript:", text), path


def test_the_cookie_is_for_this_host_over_tls_only(console: Flask) -> None:
    add_person(console, "li", "agent", password="四月的茶馆 opens late")
    answer = console.test_client().post("/sign-in", data={"login": "li", "password": "四月的茶馆 opens late"})
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-"))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def forged(client: FlaskClient, **sent: object) -> int:
    return client.post("/language", **sent).status_code


def test_a_form_without_the_tokens_of_the_session_changes_nothing(console: Flask, client_for: ClientFor) -> None:
    console.config["WTF_CSRF_ENABLED"] = True
    client = client_for("agent")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert token
    good = {"language": "zh", "csrf_token": token[1]}
    assert forged(client, data={"language": "zh"}) == 400
    assert forged(client, data={"language": "zh", "csrf_token": "x" * 40}) == 400
    assert forged(client_for("agent"), data=good) == 400
    assert forged(client, data=good, headers={"Referer": "https://evil.example/"}) == 400
    assert forged(client, data=good, headers={"Referer": f"{BASE}/"}) == 302


def test_languages_are_switched_before_and_after_signing_in(client_for: ClientFor) -> None:
    stranger, agent = client_for(), client_for("agent")
    assert 'lang="en"' in stranger.get("/sign-in").text
    for client, page in ((stranger, "/sign-in"), (agent, "/")):
        assert client.post("/language", data={"language": "zh", "back": page}).location == page
        assert '<html lang="zh-CN">' in client.get(page).text
    assert client_for("agent").post("/language", data={"language": "fr"}).status_code == 302


def test_pages_that_are_only_looked_at_need_no_token(console: Flask, client_for: ClientFor) -> None:
    console.config["WTF_CSRF_ENABLED"] = True
    client = client_for("administrator")
    answers = {rule.rule: client.get(address(rule)).status_code for rule in rules(console) if "GET" in methods(rule)}
    wrong = {where: status for where, status in answers.items() if status >= 500 or status == 400}
    assert wrong == {"/sign-in/company/back": 400}, "nobody comes back who never went away"
    assert answers["/people/"] == 200


def test_every_form_that_changes_something_needs_a_token(console: Flask, client_for: ClientFor) -> None:
    console.config["WTF_CSRF_ENABLED"] = True
    client = client_for("administrator")
    answers = {rule.rule: client.post(address(rule)).status_code for rule in rules(console) if "POST" in methods(rule)}
    assert {where: status for where, status in answers.items() if status != 400} == {}
