# The pages, the schedule and the commands of leerstand in one image; which of them runs is the command's choice.
FROM python:3.13-slim-bookworm AS build

RUN python -m venv /opt/leerstand
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
COPY requirements.txt .
RUN /opt/leerstand/bin/pip install --quiet --require-hashes -r requirements.txt
# The build hook fetches the locked browser assets from the npm registry.
COPY . .
RUN /opt/leerstand/bin/pip install --quiet --no-deps .

FROM python:3.13-slim-bookworm

RUN useradd --uid 10001 --create-home --home-dir /data --shell /usr/sbin/nologin leerstand
COPY --from=build /opt/leerstand /opt/leerstand
ENV PATH=/opt/leerstand/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LEERSTAND_DATA=/data
USER 10001
WORKDIR /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["leerstand", "web", "--host", "0.0.0.0"]
