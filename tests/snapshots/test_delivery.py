"""Files reach their recipients whole, by a real SMTP server and into a folder; what fails is told and tried again."""

import email
import email.policy
import hashlib
import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from access.viewer import LOCAL, Viewer
from bench.serving import free_port
from data import settings as settings_module
from snapshots import delivery, delivery_mail
from snapshots.delivery import MOST_ATTEMPTS, deliver_waiting, to_be_delivered
from snapshots.run_files import run_folder
from state import store
from state.snapshot_history import Run, deliver_again, keep_delivered, run
from state.snapshot_jobs import order_job
from state.snapshot_orders import OrderError, checked_order
from state.snapshot_runs import claim_run, finish_run, make_due_runs

NOW = datetime(2026, 11, 22, 0, 0)
NAMES = ("四川省健康报告_20261122-0800.pdf", "北京市.pdf")


class Inbox:
    """What a server took, and whom it refuses."""

    def __init__(self) -> None:
        self.messages: list[tuple[list[str], EmailMessage, bool]] = []
        self.refused: set[str] = set()
        self.broken = False

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.broken:
            return "451 try again later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append((list(envelope.rcpt_tos), message, session.ssl is not None))
        return "250 OK"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("COCKPIT_DELIVERY", str(tmp_path / "out"))
    monkeypatch.setenv("COCKPIT_SMTP_FROM", "cockpit@example.cn")
    for name in ("COCKPIT_STATE_URL", "COCKPIT_SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "out").mkdir()
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    settings_module.settings.cache_clear()
    store.close_engines()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mail_server(inbox: Inbox, place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Controller]]:
    """`mail_server(scheme, **options)` starts one on a free port and names it in the settings."""
    started: list[Controller] = []

    def start(scheme: str = "smtp", user: str = "", **options: object) -> Controller:
        port = free_port()
        controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)  # type: ignore[arg-type]
        controller.start()
        started.append(controller)
        monkeypatch.setenv("COCKPIT_SMTP_URL", f"{scheme}://{user}localhost:{port}")
        settings_module.settings.cache_clear()
        return controller

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of localhost that nobody trusts yet, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
               "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return made, key


def server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


def finished(names: tuple[str, ...] = NAMES, content: bytes = b"%PDF-1.7 x", **said: object) -> Run:
    """A run that is done, with these files, its deliveries waiting."""
    order = checked_order({"name": "健康报告", "addresses": "/"} | said)
    job = order_job(order, viewer=LOCAL, who="张三", at=NOW)
    make_due_runs(NOW)
    claimed = claim_run("host:1", NOW)
    assert claimed is not None
    folder = run_folder(claimed[0].run_id)
    folder.mkdir(parents=True)
    digest = hashlib.sha256(content).hexdigest()
    files = []
    for n, name in enumerate(names, 1):
        (folder / name).write_bytes(content)
        files.append({"name": name, "address": "/", "bytes": len(content), "pages": 1, "sha256": digest, "part": n})
    finish_run(claimed[0].run_id, "host:1", files=files, delivered=to_be_delivered(job), now=NOW)
    return told(claimed[0])


def told(of: Run) -> Run:
    found = run(of.run_id, LOCAL)
    assert found is not None
    return found[0]


def test_attachments_with_chinese_names_arrive(mail_server, inbox):
    mail_server()
    done = finished(mail_to="a@example.cn b@example.cn", content=b"%PDF-1.7\r\n.\r\n\x00\xff")
    assert deliver_waiting(NOW) == 2
    ((to, message, _),) = inbox.messages
    assert to == ["a@example.cn", "b@example.cn"] and message["From"] == "cockpit@example.cn"
    assert message["Subject"] == "健康报告（2026-11-22 08:00）"
    attached = {part.get_filename(): part for part in message.iter_attachments()}
    assert set(attached) == set(NAMES)
    for part in attached.values():
        assert part.get_content_type() == "application/pdf" and part.get_content() == b"%PDF-1.7\r\n.\r\n\x00\xff"
    body = message.get_body().get_content()
    assert "四川省健康报告" in body and "均未包括香港、澳门特别行政区和台湾省数据" in body
    assert [(line["state"], line["words"]) for line in told(done).delivered] == [("done", "已发送")] * 2
    assert deliver_waiting(NOW + timedelta(days=1)) == 0 and len(inbox.messages) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not know that it speaks TLS from the start
@pytest.mark.parametrize("scheme", ["smtps", "smtp+tls", "smtp"])
def test_over_tls_with_a_password(mail_server, inbox, certificate, monkeypatch, scheme):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    seen = []

    def known(server, session, envelope, mechanism, data) -> AuthResult:
        assert isinstance(data, LoginPassword)
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss/word")

    context = server_context(certificate)
    options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    mail_server(scheme, "user:p%40ss%2Fword@", authenticator=known, auth_required=True,
                auth_require_tls=scheme != "smtps", **options)  # fmt: skip
    done = finished(mail_to="a@example.cn")
    deliver_waiting(NOW)
    assert told(done).delivered[0]["state"] == "done", told(done).delivered
    (message,) = inbox.messages
    assert (message[2] or scheme == "smtps") and seen == [(b"user", b"p@ss/word")]


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(mail_server, inbox, certificate):
    mail_server("smtps", ssl_context=server_context(certificate))
    done = finished(mail_to="a@example.cn")
    deliver_waiting(NOW)
    line = told(done).delivered[0]
    assert line["state"] == "waiting" and "certificate" in line["words"] and inbox.messages == []


def test_no_password_goes_out_in_the_open(mail_server, inbox):
    """STARTTLS demanded of a server that has none."""
    mail_server("smtp+tls")
    done = finished(mail_to="a@example.cn")
    deliver_waiting(NOW)
    assert "邮件没有发出" in told(done).delivered[0]["words"] and inbox.messages == []


def test_who_is_refused_is_tried_again_alone(mail_server, inbox):
    mail_server()
    inbox.refused = {"b@example.cn"}
    done = finished(mail_to="a@example.cn b@example.cn c@example.cn")
    deliver_waiting(NOW)
    states = {line["to"]: (line["state"], line["attempt"]) for line in told(done).delivered}
    assert states == {"a@example.cn": ("done", 1), "b@example.cn": ("waiting", 1), "c@example.cn": ("done", 1)}
    assert "550 no such mailbox" in told(done).delivered[1]["words"]
    assert deliver_waiting(NOW + timedelta(seconds=90)) == 0
    inbox.refused = set()
    assert deliver_waiting(NOW + timedelta(minutes=2)) == 1
    assert inbox.messages[-1][0] == ["b@example.cn"]
    assert inbox.messages[0][1]["Message-ID"] == inbox.messages[1][1]["Message-ID"]


@pytest.mark.parametrize("trouble", ["no server", "none named", "451"])
def test_it_is_tried_five_times_and_then_given_up(place, mail_server, inbox, trouble, monkeypatch):
    mail_server()
    inbox.broken = True
    if trouble == "no server":
        monkeypatch.setenv("COCKPIT_SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
        settings_module.settings.cache_clear()
    if trouble == "none named":
        monkeypatch.delenv("COCKPIT_SMTP_URL")
        settings_module.settings.cache_clear()
    done = finished(mail_to="a@example.cn")
    at, pauses = NOW, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert deliver_waiting(at) == 1
        line = told(done).delivered[0]
        assert line["attempt"] == attempt and line["words"]
        if line["not_before"]:
            pauses.append(datetime.fromisoformat(line["not_before"]) - at)
            at += pauses[-1]
    assert line["state"] == "failed" and [p.seconds // 60 for p in pauses] == [2, 4, 8, 16]
    assert deliver_waiting(at + timedelta(days=1)) == 0
    words = {"no server": "邮件没有发出", "none named": "没有设置邮件服务器", "451": "451 try again later"}
    assert words[trouble] in line["words"]


def test_what_was_given_up_is_tried_again_when_asked(place, mail_server, inbox):
    mail_server()
    inbox.refused = {"b@example.cn"}
    done = finished(mail_to="a@example.cn b@example.cn", folder="月报")
    at = NOW
    for _ in range(MOST_ATTEMPTS):
        deliver_waiting(at)
        at += timedelta(hours=1)
    assert [line["state"] for line in told(done).delivered] == ["done", "done", "failed"]
    sent = len(inbox.messages)
    inbox.refused = set()
    assert deliver_waiting(at) == 0
    with pytest.raises(OrderError, match="查看范围"):
        deliver_again(done.run_id, viewer=Viewer("四川", ("510000",)))
    assert deliver_again(done.run_id, viewer=LOCAL) == 1
    assert deliver_waiting(at) == 1
    assert len(inbox.messages) == sent + 1 and inbox.messages[-1][0] == ["b@example.cn"]
    line = told(done).delivered[2]
    assert (line["state"], line["attempt"], line["words"]) == ("done", 1, "已发送")
    with pytest.raises(OrderError, match="没有投递失败"):
        deliver_again(done.run_id, viewer=LOCAL)


def test_what_is_asked_for_while_others_are_delivered_is_not_lost(place, mail_server, inbox, monkeypatch):
    """The scheduler writes down what it tried, and nothing of the other lines."""
    mail_server()
    done = finished(mail_to="a@example.cn", folder="月报")
    keep_delivered(done.run_id, [told(done).delivered[1] | {"state": "failed", "words": "451"}])
    asked_again = partial(deliver_again, done.run_id, viewer=LOCAL)

    def meanwhile(*_: object) -> str:
        asked_again()
        return "已放入"

    monkeypatch.setattr(delivery, "deliver_to_folder", meanwhile)
    assert deliver_waiting(NOW) == 1
    assert [line["state"] for line in told(done).delivered] == ["done", "waiting"]


def test_what_is_too_large_is_announced(mail_server, inbox, monkeypatch):
    mail_server()
    monkeypatch.setattr(delivery_mail, "MOST_BYTES", 10)
    done = finished(mail_to="a@example.cn", content=b"x" * 11)
    deliver_waiting(NOW)
    message = inbox.messages[0][1]
    assert not list(message.iter_attachments())
    assert f"运行编号{done.run_id}" in message.get_body().get_content()
    assert told(done).delivered[0]["words"] == "已发送通知（文件过大，未附）"


def test_one_file_into_a_folder(place):
    done = finished((NAMES[0],), folder="月报/四川")
    deliver_waiting(NOW)
    assert [path.name for path in (place / "out/月报/四川").iterdir()] == [NAMES[0]]
    assert told(done).delivered[0]["words"] == f"已放入 月报/四川/{NAMES[0]}"


def test_several_files_are_a_folder_all_or_nothing(place, monkeypatch):
    done = finished(folder="月报")
    moved = Path.rename

    def fails(self: Path, target: Path) -> Path:
        assert {path.name for path in self.iterdir()} == set(NAMES) and self.name.startswith(".")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fails)
        deliver_waiting(NOW)
    line = told(done).delivered[0]
    assert line["state"] == "waiting" and "请检查目录、权限与磁盘空间" in line["words"]
    assert list((place / "out/月报").iterdir()) == [], "something half is seen"
    assert Path.rename is moved
    deliver_waiting(NOW + timedelta(minutes=2))
    assert {path.name for path in (place / "out/月报/健康报告_20261122-0800").iterdir()} == set(NAMES)
    assert told(done).delivered[0]["state"] == "done"


def test_no_link_leads_out_of_the_folder_for_delivery(place):
    (place / "elsewhere").mkdir()
    (place / "out/月报").symlink_to(place / "elsewhere")
    done = finished((NAMES[0],), folder="月报")
    deliver_waiting(NOW)
    assert "通向投递目录之外" in told(done).delivered[0]["words"]
    assert list((place / "elsewhere").iterdir()) == []


def test_a_folder_that_is_not_mounted_is_not_made(place):
    (place / "out").rmdir()
    done = finished((NAMES[0],), folder="月报")
    deliver_waiting(NOW)
    assert "不存在或没有挂载" in told(done).delivered[0]["words"] and not (place / "out").exists()


def test_mail_goes_though_the_folder_fails(mail_server, inbox, place):
    mail_server()
    (place / "out").rmdir()
    done = finished(folder="月报", mail_to="a@example.cn")
    deliver_waiting(NOW)
    assert [line["state"] for line in told(done).delivered] == ["waiting", "done"] and len(inbox.messages) == 1
