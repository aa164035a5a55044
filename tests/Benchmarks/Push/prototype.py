#!/usr/bin/python3
"""What this project began as, written anew from its description: the measure for `./bench push`, and a list of what not to do.

A process registers /node/<fqdn> and watches its data. On data it writes them to one fixed file, runs chef-client on it through a shell, in the
watch's callback, and then sets the data to empty, without looking at the version. No claim, no journal, no result. Empty data is ignored, as its
own write wakes the watch too.
"""
import argparse
import os
import signal
import subprocess
import threading

from kazoo.client import KazooClient


def main():
    parser = argparse.ArgumentParser()
    for name in ("--zookeeper", "--name", "--job-file", "--chef-client"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    path = "/node/" + options.name

    client = KazooClient(hosts=options.zookeeper)
    client.start()
    client.ensure_path(path)

    @client.DataWatch(path)
    def on_data(data, stat):
        if not data:
            return
        with open(options.job_file, "wb") as job:
            job.write(data)
        subprocess.call(options.chef_client + " -j " + options.job_file, shell=True)
        client.set(path, b"")

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    print("serving", options.name, os.getpid(), flush=True)
    stop.wait()
    client.stop()


if __name__ == "__main__":
    main()
