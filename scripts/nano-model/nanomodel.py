"""The model: Whisper's architecture at its smallest, and Whisper's mel front end.

Shape: 192 wide, 3 heads, 4 audio layers, 3 text layers (whisper.cpp takes exactly two text
layers for a distilled model and then forbids timestamps), 1500 audio positions.
"""
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from tokens import ASSETS

WIDTH, HEADS, AUDIO_LAYERS, TEXT_LAYERS = 192, 3, 4, 3
AUDIO_POSITIONS, TEXT_POSITIONS, MELS = 1500, 448, 80
CHARACTERS = " abcdefghijklmnopqrstuvwxyz'"     # what the side loss (CTC) spells
NEVER = -60.0                                   # first number of a row that is never said


def attend(query, key, value, rows=256):
    """Softmax attention in slices that stay in the cache: on a CPU about twice (30 s windows)
    to three times (10 s) as fast as torch's own."""
    key = (key * query.shape[-1] ** -0.5).transpose(-1, -2)
    with torch.autocast("cpu", enabled=False):
        return torch.cat([torch.softmax(part @ key, -1) @ value
                          for part in query.split(rows, 2)], 2)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH, bias=False)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x, memory=None, causal=False):
        memory = x if memory is None else memory

        def heads(y):
            return y.view(y.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(memory)), heads(self.value(memory))
        if causal:
            y = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        else:
            y = attend(query, key, value)
        return self.out(y.transpose(1, 2).reshape(x.shape))


class Block(nn.Module):
    def __init__(self, text):
        super().__init__()
        self.text = text
        self.attn = Attention()
        self.attn_ln = nn.LayerNorm(WIDTH)
        if text:
            self.cross_attn = Attention()
            self.cross_attn_ln = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(),
                                 nn.Linear(4 * WIDTH, WIDTH))
        self.mlp_ln = nn.LayerNorm(WIDTH)

    def forward(self, x, memory=None):
        x = x + self.attn(self.attn_ln(x), causal=self.text).float()
        if self.text:
            x = x + self.cross_attn(self.cross_attn_ln(x), memory).float()
        return x + self.mlp(self.mlp_ln(x)).float()


def sinusoids(length, channels):
    steps = torch.arange(channels // 2)
    angles = torch.arange(length)[:, None] * torch.exp(
        -math.log(10000) / (channels // 2 - 1) * steps)[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, WIDTH, 3, padding=1)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.register_buffer("positional_embedding", sinusoids(AUDIO_POSITIONS, WIDTH))
        self.blocks = nn.ModuleList(Block(False) for _ in range(AUDIO_LAYERS))
        self.ln_post = nn.LayerNorm(WIDTH)

    def forward(self, mel, offset=0):
        x = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).transpose(1, 2)
        x = x + self.positional_embedding[offset:offset + x.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.ln_post(x)


class Decoder(nn.Module):
    def __init__(self, tokens):
        super().__init__()
        self.token_embedding = nn.Embedding(tokens, WIDTH)
        nn.init.normal_(self.token_embedding.weight, std=0.05)
        self.positional_embedding = nn.Parameter(torch.randn(TEXT_POSITIONS, WIDTH) * 0.01)
        self.blocks = nn.ModuleList(Block(True) for _ in range(TEXT_LAYERS))
        self.ln = nn.LayerNorm(WIDTH)
        never = torch.zeros(1, WIDTH)
        never[0, 0] = NEVER
        self.register_buffer("never", never)

    def forward(self, tokens, memory):
        # An index past the used tokens stands for any token that the model does not know.
        table = torch.cat([self.token_embedding.weight, self.never])
        x = F.embedding(tokens, table) + self.positional_embedding[:tokens.shape[1]]
        for block in self.blocks:
            x = block(x, memory)
        return self.ln(x)


class Nano(nn.Module):
    """Encoder and decoder over the used tokens only, and a linear layer for the side loss.

    The first number of the decoder's last state is held at 1. So the first number of a token's
    row is that token's bias, and a row that begins with NEVER is a token never said: that is
    how the many thousand unused rows of the file are switched off.
    """

    def __init__(self, used):
        super().__init__()
        self.used = list(used)
        self.encoder = Encoder()
        self.decoder = Decoder(len(used))
        self.ctc = nn.Linear(WIDTH, len(CHARACTERS) + 2)
        first = torch.zeros(WIDTH)
        first[0] = 1
        self.register_buffer("first", first)

    def logits(self, tokens, memory):
        state = self.decoder(tokens, memory)
        state = state * (1 - self.first) + self.first
        return state @ self.decoder.token_embedding.weight.t()

    def load(self, saved):
        """Take over saved weights; tokens are matched by id, a missing text layer starts as
        one that adds nothing."""
        own, theirs = self.state_dict(), dict(saved["model"])
        rows = {token: i for i, token in enumerate(saved["used"])}
        old = theirs.pop("decoder.token_embedding.weight")
        table = own["decoder.token_embedding.weight"]
        average = old.mean(0)
        for i, token in enumerate(self.used):
            table[i] = old[rows[token]] if token in rows else average + 0.02 * table[i]
        for name in list(own):
            if name in theirs and own[name].shape == theirs[name].shape:
                own[name] = theirs[name]
            elif name.startswith(f"decoder.blocks.{TEXT_LAYERS - 1}."):
                if ".out." in name or ".mlp.2." in name:
                    own[name] = torch.zeros_like(own[name])
        self.load_state_dict(own)


def mel_filters():
    with np.load(ASSETS / "mel_filters.npz") as data:
        return torch.tensor(data["mel_80"])


def warped(filters, factor):
    """The filters with the frequency axis stretched: the same speech from another throat."""
    bins = torch.arange(filters.shape[1], dtype=torch.float32) * factor
    low = bins.floor().long().clamp(max=filters.shape[1] - 1)
    high = (low + 1).clamp(max=filters.shape[1] - 1)
    part = (bins - low).clamp(0, 1)
    return filters[:, low] * (1 - part) + filters[:, high] * part


_WINDOW = torch.hann_window(400)


def log_mel(samples, filters, tilt=None):
    """Whisper's features. `filters` is one bank or one per window; `tilt` is added before the
    floor is taken (a microphone's colour)."""
    power = torch.stft(samples, 400, 160, window=_WINDOW, return_complex=True)[..., :-1]
    power = power.real ** 2 + power.imag ** 2
    mel = torch.clamp(filters @ power, min=1e-10).log10()
    if tilt is not None:
        mel = mel + tilt
    mel = torch.maximum(mel, mel.amax((-2, -1), keepdim=True) - 8)
    return (mel + 4) / 4
