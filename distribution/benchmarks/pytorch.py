#!/usr/bin/env python3
"""The PyTorch side of one round: the same products on the same images, weights and direction.

    pytorch.py RUN_FOLDER OUT.json

The run's preparation has written the arrays as bare 32-bit floats, and the engine's own products to compare with.
"""
import ctypes
import json
import os
import platform
import sys
import time

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn

try:  # with PyTorch 1.13 a package of its own, later torch.func
    from torch import func as functorch

    FUNCTORCH = "torch.func"
except ImportError:
    try:
        import functorch

        FUNCTORCH = "functorch " + functorch.__version__
    except ImportError:
        functorch, FUNCTORCH = None, "no functorch"

EXAMPLES = 1000
FEW = 40  # examples of the per-example loop, and of the covariance product to agree on
CHUNKS = (40, 100, 200)

WARM_UP_SECONDS, CALLS, FEWEST_CALLS, ENOUGH_SECONDS = 1.0, 20, 3, 2.0


def once(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def seconds(action):
    """Seconds of each call, by the rule of the Java side's Timing."""
    spent = 0.0
    while spent < WARM_UP_SECONDS:
        spent += once(action)
    calls = []
    while len(calls) < FEWEST_CALLS or (len(calls) < CALLS and sum(calls) < ENOUGH_SECONDS):
        calls.append(once(action))
    return calls


def matrix_product_rate(dtype):
    """GFLOPS, as in the Java side's MatrixProducts."""
    best = 0.0
    for inner in (784, 500):
        a, b = torch.rand(1000, inner, dtype=dtype), torch.rand(inner, 500, dtype=dtype)
        out = torch.empty(1000, 500, dtype=dtype)
        for _ in range(10):
            spent, calls = 0.0, 0
            while spent < 0.1:
                spent += once(lambda: torch.mm(a, b, out=out))
                calls += 1
            best = max(best, calls * 2.0 * 1000 * inner * 500 / spent / 1e9)
    return best


def fully_connected():
    widths = (784, 500, 500, 500, 10)
    layers = [nn.Linear(widths[0], widths[1])]
    for inputs, outputs in zip(widths[1:], widths[2:]):
        layers += [nn.ReLU(), nn.Linear(inputs, outputs)]
    return nn.Sequential(*layers)


def convolutional():
    channels = (3, 16, 16, 32, 64, 64)
    layers = []
    for inputs, outputs in zip(channels, channels[1:]):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    layers += [nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 2)]
    return nn.Sequential(*layers)


class Case:
    def __init__(self, folder, network, image_shape):
        self.folder = folder
        self.network = network
        self.parameters = list(network.parameters())
        self.features = self.read("features").reshape(EXAMPLES, *image_shape)
        self.targets = self.read("targets").reshape(EXAMPLES, -1)
        with torch.no_grad():
            for parameter, values in zip(self.parameters, self.split(self.read("point"))):
                parameter.copy_(values)
        self.direction = self.split(self.read("direction"))

    def read(self, name):
        return torch.from_numpy(np.fromfile(f"{self.folder}/{name}.f32", dtype="<f4"))

    def split(self, flat):
        sizes = [p.numel() for p in self.parameters]
        return [part.reshape(p.shape) for part, p in zip(flat.split(sizes), self.parameters)]

    def loss(self, begin=0, end=EXAMPLES):
        return functional.mse_loss(self.network(self.features[begin:end]), self.targets[begin:end])

    def gradient(self):
        for parameter in self.parameters:
            parameter.grad = None
        self.loss().backward()
        return [parameter.grad for parameter in self.parameters]

    def differentiable_gradient(self, begin=0, end=EXAMPLES):
        return torch.autograd.grad(self.loss(begin, end), self.parameters, create_graph=True)

    def product(self, gradient, direction, retain=False):
        """The gradient of gradient . direction: the graph behind the gradient, backward again."""
        return torch.autograd.grad(
            gradient, self.parameters, grad_outputs=direction, retain_graph=retain
        )

    def hessian_product(self, end=EXAMPLES):
        return self.product(self.differentiable_gradient(0, end), self.direction)

    def covariance_by_loop(self, mean):
        """(1/n) sum_i H_i (H_i v - Hv) over the first few examples, a graph for each."""
        total = [torch.zeros_like(p) for p in self.parameters]
        for i in range(FEW):
            gradient = self.differentiable_gradient(i, i + 1)
            u = self.product(gradient, self.direction, retain=True)
            u = [a - b for a, b in zip(u, mean)]
            for sum_, part in zip(total, self.product(gradient, u)):
                sum_ += part
        return [sum_ / FEW for sum_ in total]

    def vectorised(self):
        """A function (mean, count) -> covariance product of the first examples, all at once."""
        if hasattr(functorch, "functional_call"):
            names = [name for name, _ in self.network.named_parameters()]

            def call(parameters, x):
                return functorch.functional_call(self.network, dict(zip(names, parameters)), (x,))
        else:
            call, _ = functorch.make_functional(self.network)
        parameters = tuple(p.detach() for p in self.parameters)

        def loss(parameters, x, y):
            return functional.mse_loss(call(parameters, x[None]), y[None])

        def example(x, y, mean):
            # reverse over reverse: in this place forward over reverse fails in PyTorch 1.13
            _, product = functorch.vjp(lambda p: functorch.grad(loss)(p, x, y), parameters)
            (u,) = product(tuple(self.direction))
            return product(tuple(a - b for a, b in zip(u, mean)))[0]

        mapped = functorch.vmap(example, in_dims=(0, 0, None))

        def covariance(mean, count):
            parts = mapped(self.features[:count], self.targets[:count], tuple(mean))
            return [part.sum(0) / count for part in parts]

        return covariance

    def difference(self, parts, name):
        """Relative, Euclidean, from the engine's own product."""
        ours = self.read(name).double()
        theirs = torch.cat([part.detach().reshape(-1) for part in parts]).double()
        return float((theirs - ours).norm() / ours.norm())


def measure(name, case, numbers):
    def put(key, values):
        numbers[f"{name}.{key}"] = values

    def agree(label, parts, array):
        numbers[f"difference.{name}, {label}"] = [case.difference(parts, array)]

    put("gradient", seconds(case.gradient))
    agree("gradient", case.gradient(), "gradient")

    put("hessianAtNewPoint", seconds(case.hessian_product))
    gradient = case.differentiable_gradient()
    put("hessian", seconds(lambda: case.product(gradient, case.direction, retain=True)))
    agree("Hv", case.product(gradient, case.direction), "hessian")

    mean = case.hessian_product(FEW)
    loop = seconds(lambda: case.covariance_by_loop(mean))
    put("covarianceLoop", [t * EXAMPLES / FEW for t in loop])
    agree("Σv example by example", case.covariance_by_loop(mean), "covariance")

    if functorch:
        covariance = case.vectorised()
        chunks = [
            [t * EXAMPLES / chunk for t in seconds(lambda: covariance(mean, chunk))]
            for chunk in CHUNKS
        ]
        put("covarianceMap", min(chunks, key=np.median))
        agree("Σv vectorised", covariance(mean, FEW), "covariance")


def matrix_library():
    """The name and the build of the BLAS that matrix products go to, as far as it tells."""
    try:
        library = ctypes.CDLL("libopenblas.so.0")
        library.openblas_get_config.restype = ctypes.c_char_p
        library.openblas_get_corename.restype = ctypes.c_char_p
        config = library.openblas_get_config().decode()
        return f"{config} (kernels for {library.openblas_get_corename().decode()})"
    except (OSError, AttributeError):
        return "MKL" if torch.backends.mkl.is_available() else "unknown"


def main(folder, out):
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    torch.set_num_threads(cores)
    numbers = {
        "gemm.float": [matrix_product_rate(torch.float32)],
        "gemm.double": [matrix_product_rate(torch.float64)],
    }
    measure("fnn", Case(f"{folder}/fnn", fully_connected(), (784,)), numbers)
    measure("vgg", Case(f"{folder}/vgg", convolutional(), (3, 32, 32)), numbers)
    facts = {
        "pytorch": f"{torch.__version__}, {FUNCTORCH}, Python {platform.python_version()}, "
        f"{torch.get_num_threads()} threads",
        "blas": matrix_library(),
        "chunks": ", ".join(map(str, CHUNKS)),
    }
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"numbers": numbers, "facts": facts}, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
