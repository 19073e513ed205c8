# Baton in a container: a slim Python, the pinned packages as wheels, and a user without rights.
# Build: docker build -t baton .    Run: docker run --env-file .env -p 3978:3978 -v baton:/baton/var baton
FROM python:3.13.14-slim-trixie

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /baton

# The packages first: they change less often than the code. Wheels only, so no compiler is needed.
COPY requirements.txt .
RUN pip install --only-binary :all: -r requirements.txt \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin baton \
 && install -d -o baton -g baton var

COPY app.py .
COPY bot bot
COPY dialogs dialogs
COPY handoffs handoffs
COPY knowledge knowledge
COPY meetings meetings
COPY reminders reminders
RUN python -m compileall -q app.py bot dialogs handoffs knowledge meetings reminders

# The code belongs to root; Baton writes to var/ only, and only where the database is a SQLite file.
USER baton
VOLUME /baton/var
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '3978') + '/healthz', timeout=2)"]

# Told to stop, Baton needs up to 17 seconds: docker stop -t 20.
CMD ["python", "app.py"]
