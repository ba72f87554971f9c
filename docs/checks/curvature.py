#!/usr/bin/env python3
"""Recomputes sharpness and non-uniformity of a run with NumPy alone.

    python3 docs/checks/curvature.py RUN_DIR DATA_DIR

RUN_DIR is a run of `model: {type: mlp, activation: relu}` with `loss: mse` on `data: {type: idx}`. Nothing is
shared with Escapement but the files: gradients, the R-operator and one Hessian product for each example are
written out below, in double, one example at a time. A product with the covariance takes seconds here, where
Escapement takes hundredths.
"""
import gzip
import json
import os
import struct
import sys

import numpy as np


def read(path):
    """The bytes of a file, plain or gzip."""
    if os.path.exists(path):
        return open(path, "rb").read()
    return gzip.open(path + ".gz").read()


def load_data(folder, count):
    images = np.frombuffer(read(f"{folder}/train-images-idx3-ubyte"), np.uint8, offset=16)
    labels = np.frombuffer(read(f"{folder}/train-labels-idx1-ubyte"), np.uint8, offset=8)
    features = images.reshape(len(labels), -1)[:count] / 255.0
    return features, np.eye(1 + labels.max())[labels[:count]]


def load_parameters(path):
    """[W_0, b_0, W_1, b_1, …] from a safetensors file."""
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = []
    for name in sorted(
        (key for key in header if key != "__metadata__"),
        key=lambda key: (int(key.split(".")[1]), key.endswith("bias")),
    ):
        entry = header[name]
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        kind = {"F32": np.float32, "F64": np.float64}[entry["dtype"]]
        tensors.append(np.frombuffer(data[begin:end], kind).reshape(entry["shape"]).astype(float))
    return tensors


class Network:
    def __init__(self, parameters, features, targets):
        self.parameters = parameters
        self.weights = parameters[0::2]
        self.targets = targets
        self.activations = [features]
        for layer, (weight, bias) in enumerate(zip(parameters[0::2], parameters[1::2])):
            z = self.activations[-1] @ weight.T + bias
            self.activations.append(np.maximum(z, 0) if layer < len(self.weights) - 1 else z)
        self.size = sum(p.size for p in parameters)

    def loss(self):
        return ((self.activations[-1] - self.targets) ** 2).mean()

    def split(self, flat):
        views, offset = [], 0
        for p in self.parameters:
            views.append(flat[offset : offset + p.size].reshape(p.shape))
            offset += p.size
        return views

    def example_product(self, i, v, out):
        """out = H_i v for f_i = |F_i - y_i|^2 / k, by the R-operator."""
        direction, result = self.split(v), self.split(out)
        a = [activation[i] for activation in self.activations]
        last = len(self.weights) - 1
        tangents = [None]
        for layer, weight in enumerate(self.weights):
            rz = direction[2 * layer] @ a[layer] + direction[2 * layer + 1]
            if layer:
                rz = rz + weight @ tangents[-1]
            tangents.append(rz * (a[layer + 1] > 0) if layer < last else rz)
        k = len(a[-1])
        delta, r_delta = 2 / k * (a[-1] - self.targets[i]), 2 / k * tangents[-1]
        for layer in range(last, -1, -1):
            result[2 * layer][...] = np.outer(r_delta, a[layer])
            if layer:
                result[2 * layer] += np.outer(delta, tangents[layer])
            result[2 * layer + 1][...] = r_delta
            if layer:
                mask = a[layer] > 0
                weight = self.weights[layer]
                r_delta = (r_delta @ weight + delta @ direction[2 * layer]) * mask
                delta = (delta @ weight) * mask

    def hessian_product(self, v):
        total, one = np.zeros(self.size), np.empty(self.size)
        for i in range(len(self.targets)):
            self.example_product(i, v, one)
            total += one
        return total / len(self.targets)

    def covariance_product(self, v):
        mean = self.hessian_product(v)
        total, one, two = np.zeros(self.size), np.empty(self.size), np.empty(self.size)
        for i in range(len(self.targets)):
            self.example_product(i, v, one)
            one -= mean
            self.example_product(i, one, two)
            total += two
        return total / len(self.targets)


def largest_eigenvalue(product, size, tolerance=1e-5):
    """Lanczos with full re-orthogonalisation; prints its way."""
    v = np.random.default_rng(0).standard_normal(size)
    basis, diagonal, beside = [v / np.linalg.norm(v)], [], []
    while True:
        w = product(basis[-1])
        diagonal.append(w @ basis[-1])
        for _ in range(2):
            for q in basis:
                w -= (w @ q) * q
        beside.append(np.linalg.norm(w))
        values, vectors = np.linalg.eigh(
            np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
        )
        if beside[-1] * abs(vectors[-1, -1]) <= tolerance * abs(values[-1]):
            return values[-1]
        basis.append(w / beside[-1])


def main(run, data):
    results = json.load(open(f"{run}/results.json"))
    features, targets = load_data(data, results["provenance"]["examples"])
    network = Network(load_parameters(f"{run}/minimum.safetensors"), features, targets)
    found = results["curvature"]
    print(f"loss           {network.loss():.10g}   run: {results['minimum']['loss']:.10g}")
    a = largest_eigenvalue(network.hessian_product, network.size)
    print(f"sharpness      {a:.7f}   run: {found['sharpness']['value']:.7f}", flush=True)
    s = largest_eigenvalue(network.covariance_product, network.size) ** 0.5
    print(f"non-uniformity {s:.7f}   run: {found['nonUniformity']['value']:.7f}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
