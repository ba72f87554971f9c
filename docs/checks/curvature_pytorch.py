#!/usr/bin/env python3
"""Recomputes loss, sharpness and non-uniformity of a run with PyTorch.

    python3 docs/checks/curvature_pytorch.py RUN_DIR [DATA_DIR]

RUN_DIR is a run of `mlp`, `lenet`, `vgg` or `resnet` on data of type `cifar10` (unpacked) or `idx`; DATA_DIR is where
the data lie now, if not where the config says. Only files are shared with Escapement: the weights, the config, the
images and the results to compare with. Everything is in double, by double backward: products H_i v come from networks
that have a copy of their weights for each example. Exit code 1 where a number differs by more than 1e-4 of itself.
"""
import json
import os
import sys

import numpy as np
import torch
import yaml
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pytorch"))
import examples  # noqa: E402
import tensors  # noqa: E402
from curvature import largest_eigenvalue  # noqa: E402
from networks import Dense, Residual, network  # noqa: E402

CHUNK = 50
AGREEMENT = 1e-4


def losses(outputs, targets, kind):
    """f_i of every example."""
    if kind == "cross-entropy":
        return -(targets * outputs.log_softmax(1)).sum(1)
    squares = (outputs - targets) ** 2
    return squares.mean(1) if kind == "mse" else squares.sum(1) / 2


def statistics(module, features):
    """Mean and biased variance of what comes into each batch normalisation, all examples together."""
    found = {}

    def note(layer, inputs):
        found[layer] = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3), unbiased=False)

    hooks = [
        layer.register_forward_pre_hook(note) for layer in module.modules() if isinstance(layer, nn.BatchNorm2d)
    ]
    with torch.no_grad():
        outputs = module(features)
    for hook in hooks:
        hook.remove()
    return found, outputs


def forward(layer, name, weights, x, held):
    """What comes out of a layer for examples of which each has weights of its own: weights[…][i] are those of x[i]."""
    if isinstance(layer, nn.Sequential):
        for i, part in enumerate(layer):
            x = forward(part, f"{name}{i}.", weights, x, held)
        return x
    if isinstance(layer, Residual):
        body = forward(layer.body, name + "body.", weights, x, held)
        return forward(layer.shortcut, name + "shortcut.", weights, x, held) + body
    weight, bias = weights.get(name + "weight"), weights.get(name + "bias")
    if isinstance(layer, Dense):
        return torch.bmm(weight, x.flatten(1)[:, :, None])[:, :, 0] + bias
    if isinstance(layer, nn.Conv2d):
        patches = nn.functional.unfold(x, layer.kernel_size, padding=layer.padding, stride=layer.stride)
        sums = torch.bmm(weight.flatten(2), patches)
        side = (x.shape[2] + 2 * layer.padding[0] - layer.kernel_size[0]) // layer.stride[0] + 1
        images = sums.unflatten(2, (side, sums.shape[2] // side))
        return images if bias is None else images + bias[:, :, None, None]
    if isinstance(layer, nn.BatchNorm2d):
        mean, variance = (each[None, :, None, None] for each in held[layer])
        return (x - mean) / (variance + layer.eps).sqrt() * weight[:, :, None, None] + bias[:, :, None, None]
    return layer(x)


class Curvature:
    """Second derivatives at the weights of a module, applied to flat vectors."""

    def __init__(self, module, features, targets, kind):
        self.module, self.features, self.targets, self.kind = module, features, targets, kind
        self.names = [name for name, _ in module.named_parameters()]
        self.values = [value.detach() for value in module.parameters()]
        self.size = sum(value.numel() for value in self.values)
        self.held, outputs = statistics(module, features)
        self.loss = losses(outputs, targets, kind).mean().item()
        with torch.no_grad():
            own = {name: value.expand(2, *value.shape) for name, value in zip(self.names, self.values)}
            again = forward(module.layers, "layers.", own, features[:2], self.held)
        assert torch.allclose(again, outputs[:2], rtol=1e-9, atol=1e-12), "two ways forward differ"

    def chunk(self, begin):
        """A function that takes [examples, size] to the products H_i v_i of the examples from `begin` on."""
        x, y = self.features[begin : begin + CHUNK], self.targets[begin : begin + CHUNK]
        own = [value.expand(len(x), *value.shape).clone().requires_grad_() for value in self.values]
        outputs = forward(self.module.layers, "layers.", dict(zip(self.names, own)), x, self.held)
        gradient = torch.autograd.grad(losses(outputs, y, self.kind).sum(), own, create_graph=True)

        def product(vectors):
            parts = vectors.split([value.numel() for value in self.values], 1)
            along = sum((g.flatten(1) * v).sum() for g, v in zip(gradient, parts))
            found = torch.autograd.grad(along, own, retain_graph=True, allow_unused=True)
            return torch.cat([torch.zeros_like(v) if f is None else f.flatten(1) for f, v in zip(found, parts)], 1)

        return product, len(x)

    def products(self, v, squared):
        """The means of H_i v and, where wanted, of H_i H_i v."""
        v = torch.from_numpy(v)
        mean, square = torch.zeros(self.size).double(), torch.zeros(self.size).double()
        for begin in range(0, len(self.features), CHUNK):
            product, count = self.chunk(begin)
            first = product(v.expand(count, -1))
            mean += first.sum(0)
            if squared:
                square += product(first).sum(0)
        return mean.numpy() / len(self.features), square.numpy() / len(self.features)

    def hessian_product(self, v):
        return self.products(v, False)[0]

    def covariance_product(self, v):
        mean, square = self.products(v, True)
        return square - self.hessian_product(mean)


def main(run, folder):
    with open(os.path.join(run, "config.resolved.yaml")) as file:
        config = yaml.safe_load(file)
    with open(os.path.join(run, "results.json")) as file:
        results = json.load(file)
    if folder:
        config["data"]["path" if config["data"]["type"] == "cifar10" else "dir"] = folder
    features, targets = examples.load(config["data"])
    module = network(config["model"], features.shape[1:], targets.shape[1]).double()
    weights = tensors.load(os.path.join(run, "minimum.safetensors"))
    module.load_state_dict({name: tensor.double() for name, tensor in weights.items()})
    curvature = Curvature(module, features, targets, config["loss"])

    def compare(name, value, expected):
        difference = abs(value - expected) / abs(expected)
        print(f"{name:15} {value:.8g}   run: {expected:.8g}   differs by {difference:.1e}", flush=True)
        return difference <= AGREEMENT

    found = results["curvature"]
    agree = compare("loss", curvature.loss, results["minimum"]["loss"])
    sharpness = largest_eigenvalue(curvature.hessian_product, curvature.size)
    agree &= compare("sharpness", sharpness, found["sharpness"]["value"])
    square = largest_eigenvalue(curvature.covariance_product, curvature.size)
    agree &= compare("non-uniformity", np.sqrt(square), found["nonUniformity"]["value"])
    return 0 if agree else 1


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None))
