"""The portal with a page that takes its time, and one that tells how much was sent to it."""

import time
from pathlib import Path

from flask import current_app, request

from portal import create_app
from portal.extensions import csrf

app = create_app()


@app.get("/slow")
def slow() -> str:
    """Says that it has begun, and goes on once the file `release` is in the instance folder."""
    print("slow has begun", flush=True)
    while not Path(current_app.config["INSTANCE_DIR"], "release").exists():
        time.sleep(0.02)
    return "finished"


@app.post("/echo")
@csrf.exempt
def echo() -> str:
    return f"got {len(request.form['text'])}"
