# Two stages: what is needed to install stays behind. Build it with `docker build -t invoice-ocr .`
FROM python:3.13-slim AS installed
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-deps --require-hashes -r requirements.lock

FROM python:3.13-slim
# tini: engines whose worker was killed become its children, and it lets them go.
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin invoices \
    && install -d -o invoices -g invoices /data
COPY --from=installed /venv /venv
WORKDIR /app
COPY manage.py ./
COPY config config/
COPY accounts accounts/
COPY billing billing/
COPY extraction extraction/
COPY static static/
COPY templates templates/
COPY docs/accuracy.md docs/accuracy.md
COPY CHANGELOG.md ./
# The file system is read-only when it runs, so Python's own files are made now.
RUN /venv/bin/python -m compileall -q /app /venv/lib
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DATA_DIR=/data HOST=0.0.0.0 PORT=8000 LOG_FORMAT=json
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["tini", "--", "python", "manage.py"]
CMD ["serve"]
