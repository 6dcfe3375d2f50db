# One image for the server, for `drama serve` and for workers:
#   docker build -t shortdrama .
#   docker build -t shortdrama-gpu --build-arg EXTRAS=s3,pdf,local .      PyTorch comes with its own CUDA
FROM python:3.11-slim-bookworm

ARG EXTRAS=s3,pdf
# Another user than root; the volume of the dramas is to belong to these.
ARG UID=1000
ARG GID=1000

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONUNBUFFERED=1

RUN groupadd --gid "${GID}" drama \
    && useradd --uid "${UID}" --gid drama --home-dir /var/lib/shortdrama drama \
    && install --directory --owner drama --group drama /dramas /var/lib/shortdrama

WORKDIR /opt/shortdrama
# The program reads its profiles, prompts and fonts beside its code: it is installed in place. ffmpeg
# comes with the package imageio-ffmpeg, and a font for Chinese and Latin with assets/.
COPY pyproject.toml requirements.lock README.md LICENSE NOTICE ./
COPY pipeline pipeline
COPY flows flows
COPY configs configs
COPY prompts prompts
COPY assets assets
# The versions that were tested; hashes can't be asked for of a package that lies here.
RUN sed -e '/--hash=/d' -e 's/ \\$//' requirements.lock > constraints.txt \
    && pip install --constraint constraints.txt --editable ".[${EXTRAS}]" \
    && rm constraints.txt \
    && python -m compileall -q pipeline flows

USER drama
# Read by Prefect when it is imported, which its own commands do before our code. Its server writes the
# pages of its UI before it shows them.
ENV DO_NOT_TRACK=1 \
    PREFECT_HOME=/var/lib/shortdrama/prefect \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT=false \
    PREFECT_SERVER_UI_STATIC_DIRECTORY=/var/lib/shortdrama/ui \
    PREFECT_SERVER_UI_V2_ENABLED=false \
    PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS=false \
    PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE=prefect.server.concurrency.lease_storage.filesystem
VOLUME ["/dramas", "/var/lib/shortdrama"]
WORKDIR /dramas
CMD ["drama", "--help"]
