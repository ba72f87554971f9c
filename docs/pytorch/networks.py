"""Escapement's networks as PyTorch modules whose parameters have the same names.

A layer of Escapement is a module at the same place of a `nn.Sequential`, so `layers.3.weight` is the same tensor in
both, and `load_state_dict` and `state_dict` need no renaming. Nothing beside torch is imported.
"""
import torch
from torch import nn

ACTIVATIONS = {
    "relu": nn.ReLU,
    "leaky-relu": nn.LeakyReLU,
    "tanh": nn.Tanh,
    "softplus": nn.Softplus,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
}


class Dense(nn.Linear):
    """A linear layer on all entries: Escapement counts no layer that flattens."""

    def forward(self, x):
        return super().forward(x.flatten(1))


class PaddedSubsampling(nn.Module):
    """Every stride-th pixel, between as many new channels of zeros before and after."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.before = (outputs - inputs) // 2
        self.after = outputs - inputs - self.before
        self.stride = stride

    def forward(self, x):
        kept = x[:, :, :: self.stride, :: self.stride]
        return nn.functional.pad(kept, (0, 0, 0, 0, self.before, self.after))


class Residual(nn.Module):
    """shortcut(x) + body(x); a shortcut without layers is the identity."""

    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = nn.Sequential(*body), nn.Sequential(*shortcut)

    def forward(self, x):
        return self.shortcut(x) + self.body(x)


class ChannelMeans(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class Network(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


def network(model, shape, outputs):
    """The network of a config's section `model`.

    model: that section with its defaults, as config.resolved.yaml holds it
    shape: of one example, [channels, height, width] or [features]
    """
    return Network({"mlp": mlp, "lenet": lenet, "vgg": vgg, "resnet": resnet}[model["type"]](model, shape, outputs))


def activation(model):
    return [ACTIVATIONS[model["activation"]]()] if model["activation"] != "identity" else []


def dense(model, features, widths, outputs):
    layers = []
    for width in widths:
        layers += [Dense(features, width), *activation(model)]
        features = width
    return [*layers, Dense(features, outputs)]


def mlp(model, shape, outputs):
    return dense(model, int(torch.tensor(shape).prod()), model["hidden"], outputs)


def lenet(model, shape, outputs):
    layers, (channels, *sides), padding = [], shape, model["padding"]
    for width in model["channels"]:
        layers += [nn.Conv2d(channels, width, 5, padding=padding), *activation(model)]
        layers.append(nn.AvgPool2d(2) if model["pooling"] == "average" else nn.MaxPool2d(2))
        channels, sides, padding = width, [(side + 2 * padding - 4) // 2 for side in sides], 0
    return layers + dense(model, channels * sides[0] * sides[1], model["hidden"], outputs)


def vgg(model, shape, outputs):
    layers, (channels, *sides) = [], shape
    for stage in model["stages"]:
        for width in stage:
            layers += [nn.Conv2d(channels, width, 3, padding=1), *activation(model)]
            channels = width
        layers.append(nn.MaxPool2d(2))
        sides = [side // 2 for side in sides]
    return layers + dense(model, channels * sides[0] * sides[1], model["hidden"], outputs)


def resnet(model, shape, outputs):
    def convolution(inputs, width, kernel, stride):
        normalized = model["normalization"] == "batch"
        layer = nn.Conv2d(inputs, width, kernel, stride, kernel // 2, bias=not normalized)
        # by the statistics of what goes through, in training and after: there are no running averages
        return [layer, nn.BatchNorm2d(width, track_running_stats=False)] if normalized else [layer]

    def block(inputs, width, stride):
        body = [*convolution(inputs, width, 3, stride), *activation(model), *convolution(width, width, 3, 1)]
        shortcut = []
        if stride > 1 and model["shortcut"] == "padding":
            shortcut = [PaddedSubsampling(inputs, width, stride)]
        elif stride > 1:
            shortcut = convolution(inputs, width, 1, stride)
        return [Residual(body, shortcut), *activation(model)]

    before = model["channels"]
    layers = [*convolution(shape[0], before, 3, 1), *activation(model)]
    for stage in range(3):
        for i in range((model["depth"] - 2) // 6):
            width = model["channels"] << stage
            layers += block(before, width, 2 if stage > 0 and i == 0 else 1)
            before = width
    return [*layers, ChannelMeans(), Dense(before, outputs)]
