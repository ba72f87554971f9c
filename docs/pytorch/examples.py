"""The training examples of a config's section `data`, for the sources `cifar10` and `idx`, in double."""
import gzip
import os

import numpy as np
import torch

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def load(data):
    """Features [n, channels, height, width] and one-hot targets [n, outputs].

    data: that section with its defaults, as config.resolved.yaml holds it
    """
    if data["corrupted"]:
        raise SystemExit("random labels are drawn by Escapement's own streams; set data.corrupted: 0")
    pixels, labels, outputs = {"cifar10": cifar10, "idx": idx}[data["type"]](data)
    if len(labels) < data["train"]:
        raise SystemExit(f"{data['train']} examples asked for, {len(labels)} there")
    features = normalized(pixels[: data["train"]] / 255.0, data["normalization"])
    return torch.from_numpy(features), torch.eye(outputs, dtype=torch.double)[labels[: data["train"]].tolist()]


def cifar10(data):
    """From unpacked batches: records of a label and 3,072 pixels; those of the classes wanted, in their order."""
    chosen = [CLASSES.index(name) for name in data["classes"]]
    files = [os.path.join(data["path"], f"data_batch_{i}.bin") for i in range(1, 6)]
    for file in files:
        if not os.path.isfile(file):
            raise SystemExit(f"{file}: not there; data.path must be the folder with the unpacked batches of CIFAR-10")
    parts = [np.fromfile(file, np.uint8).reshape(-1, 3073) for file in files]
    records = np.concatenate(parts)
    records = records[np.isin(records[:, 0], chosen)]
    labels = np.array([chosen.index(label) for label in records[:, 0]])
    return records[:, 1:].reshape(-1, 3, 32, 32), labels, len(chosen)


def idx(data):
    images = read(os.path.join(data["dir"], "train-images-idx3-ubyte"))
    rows, columns = (int.from_bytes(images[at : at + 4], "big") for at in (8, 12))
    labels = np.frombuffer(read(os.path.join(data["dir"], "train-labels-idx1-ubyte")), np.uint8, offset=8)
    pixels = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 1, rows, columns)
    return pixels, labels, 1 + int(labels.max())


def read(path):
    """The bytes of a file, plain or gzip."""
    if os.path.exists(path):
        with open(path, "rb") as file:
            return file.read()
    with gzip.open(path + ".gz") as file:
        return file.read()


def normalized(features, kind):
    """Means and deviations are those of these examples; deviations are over n."""
    if kind == "none":
        return features
    axes = (0, 2, 3) if kind == "channel" else 0
    features = features - features.mean(axes, keepdims=True)
    if kind == "center":
        return features
    deviations = features.std(axes, keepdims=True)
    return features / np.where(deviations > 0, deviations, 1)
