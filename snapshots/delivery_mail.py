"""Files by mail: SMTP with TLS, Chinese names right, one message for all who have not had it yet."""

import mimetypes
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from components.figure_frame import STANDING_NOTE
from data.settings import settings
from snapshots.failure import SnapshotFailed
from state.snapshot_history import Run
from state.snapshot_jobs import Job
from state.snapshot_schedule import on_clock

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SECONDS = 60.0
MOST_BYTES = 18 * 1024 * 1024  # of attachments: they grow by a third, and many servers refuse 25 MB
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def deliver_by_mail(run: Run, job: Job, to: Sequence[str], files: Sequence[Path]) -> dict[str, str | Exception]:
    """What came of it for each recipient: words, or why the server refused it.

    Raises SnapshotFailed("server") where nobody got it, OSError where a file cannot be read.
    """
    s = settings()
    if not s.smtp_url or not s.smtp_from:
        raise SnapshotFailed("server", "没有设置邮件服务器。请管理员设置 COCKPIT_SMTP_URL 和 COCKPIT_SMTP_FROM。")
    message, attached = _message(run, job, to, files, s.smtp_from)
    try:
        with _connected(s.smtp_url) as server:
            refused = server.send_message(message, from_addr=s.smtp_from, to_addrs=list(to))
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except smtplib.SMTPAuthenticationError as error:
        raise SnapshotFailed("server", f"邮件服务器不接受用户名或口令（{error.smtp_code}）。") from error
    except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
        raise SnapshotFailed("server", f"邮件没有发出：{_said(error)}。请检查邮件服务器与网络。") from error
    words = "已发送" if attached else "已发送通知（文件过大，未附）"
    return {address: _refusal(refused[address]) if address in refused else words for address in to}


def _message(run: Run, job: Job, to: Sequence[str], files: Sequence[Path], sender: str) -> tuple[EmailMessage, bool]:
    """The message, and whether the files are in it. Its id is the run's: a mail program that gets it twice, after a
    crash between sending and writing that down, shows it once."""
    due = on_clock(run.due, job.order.zone)
    total = sum(path.stat().st_size for path in files)
    attached = total <= MOST_BYTES
    message = EmailMessage()
    message["Subject"] = f"{job.order.name}（{due:%Y-%m-%d %H:%M}）"
    message["From"], message["To"] = sender, ", ".join(to)
    message["Date"] = format_datetime(due)
    message["Message-ID"] = f"<snapshot-{run.run_id}-{due:%Y%m%d%H%M}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    lines = [
        f"{job.order.name}，共{len(files)}个文件。",
        f"数据版本：{run.data_version}",
        f"生成时间：{due:%Y-%m-%d %H:%M}",
    ]
    if not attached:
        lines += ["", f"文件共{total / 1e6:.1f}MB，超过邮件上限，请到“报告与快照”下载（运行编号{run.run_id}）。"]
    lines += ["", *(f"· {path.name}" for path in files), "", STANDING_NOTE]
    message.set_content("\n".join(lines), cte="base64")
    for path in files if attached else ():
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        message.add_attachment(path.read_bytes(), maintype=main, subtype=sub, filename=path.name)
    return message, attached


def _connected(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SnapshotFailed("server", "COCKPIT_SMTP_URL 要写成 smtps://、smtp+tls:// 或 smtp://用户:口令@主机:端口。")
    host, port = parts.hostname, parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if parts.scheme != "smtps":
            server.ehlo()
            if parts.scheme == "smtp+tls" or server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _said(error: Exception) -> str:
    """What the server or the system answered, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        told = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
        return f"{error.smtp_code} {told}"[:200]
    return " ".join(str(error).split())[:200]


def _refusal(told: tuple[int, bytes | str]) -> SnapshotFailed:
    code, words = told
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return SnapshotFailed("server", f"邮件服务器拒绝了这个收件人：{code} {said}"[:200])
