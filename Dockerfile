# Not run by the project's tests.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.txt requirements-scale.txt ./
RUN pip install -r requirements.txt -r requirements-scale.txt

COPY . .
RUN useradd --system --uid 1000 --home-dir /data --create-home pasokh
USER pasokh

# Database, keys and uploads.
ENV PORTAL_INSTANCE_DIR=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=5)"]
CMD ["flask", "--app", "wsgi", "serve", "--host", "0.0.0.0", "--port", "8000"]
