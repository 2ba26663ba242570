"""Train the nano model on pools of rendered clips.

    train.py --pool POOL [--pool POOL ...] --out FILE.pt [--init FILE.pt] [--minutes N] ...

Encoder and decoder learn together: cross-entropy on Whisper's token sequence, and a side loss
(CTC on the characters of what was spoken) that teaches the encoder to hear. `--only-ctc` trains
the encoder alone, which is the cheap way to begin from nothing.
"""
import argparse
import contextlib
import os
import queue
import threading
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F

import tokens as tk
from grid import Grid
from muon import Muon
from nanomodel import Nano
from restore import restore
from texts import held_out
from windows import Windows, read_pools


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pool", action="append", required=True)
    parser.add_argument("--tokens", required=True, help="the token set that tokens.py wrote")
    parser.add_argument("--out", required=True)
    parser.add_argument("--init", help="begin from these weights: a FILE.pt or a ggml FILE.bin")
    parser.add_argument("--resume", action="store_true", help="go on from --out if it is there")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--decay", type=float, default=0.4, help="last part with falling rate")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warm", type=int, default=100)
    parser.add_argument("--seconds", type=float, nargs="+", default=[30, 10],
                        help="window lengths, drawn in turn")
    parser.add_argument("--whole", type=float, default=0,
                        help="last part of the time with windows of 30 seconds only")
    parser.add_argument("--budget", type=float, default=120, help="seconds of sound in a batch")
    parser.add_argument("--ctc", type=float, default=0.3)
    parser.add_argument("--takes", type=float, default=0.1,
                        help="share of windows with parts of the demo's takes")
    parser.add_argument("--general", type=float, default=0.7,
                        help="share of the drawn general English that is kept")
    parser.add_argument("--only-ctc", action="store_true")
    parser.add_argument("--forget", type=float, default=0.1,
                        help="share of earlier tokens that the decoder does not see as they were")
    parser.add_argument("--exact", action="store_true",
                        help="do not train for the rounding that a file of type q5_0 brings")
    parser.add_argument("--average", type=float, default=0.92,
                        help="how much of the running average each sharing keeps")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--share", type=float, default=30, help="seconds between sharings")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def optimisers(model, rate, numbers):
    """Muon for the square-ish weights of the layers, AdamW for everything else."""
    matrices, others = [], []
    for name, weight in model.named_parameters():
        if weight.ndim == 2 and ".blocks." in name:
            matrices.append(weight)
        else:
            others.append(weight)
    return [Muon(matrices, rate, numbers),
            torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)]


def number_type():
    """bfloat16 where the processor multiplies it faster than float32; without such instructions
    it is many times slower."""
    took = {}
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.ones(1500, 192, dtype=kind), torch.ones(192, 768, dtype=kind)
        a @ b
        begun = time.perf_counter()
        for _ in range(20):
            a @ b
        took[kind] = time.perf_counter() - begun
    return min(took, key=took.get)


def produce(windows, args, batches, late):
    """Fill the queue of batches; `late` tells whether the last part of the time has begun."""
    turn = 0
    while True:
        seconds = 30 if late() else args.seconds[turn % len(args.seconds)]
        turn += 1
        batches.put(windows.batch(max(1, int(args.budget / seconds)), seconds,
                                  dense=args.only_ctc or not late() and turn % 4 != 0))


def losses(model, batch, args, draw):
    mel, ids, counted, characters, lengths, offset = batch
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.numbers == torch.bfloat16):
        heard = model.encoder(mel, offset)
        spelled = model.ctc(heard) if args.ctc else None
        if not args.only_ctc:
            given = ids[:, :-1]
            hidden = torch.rand(given.shape, generator=draw) < args.forget
            hidden &= counted[:, :-1] > 0
            # Half of them are hidden, half are other tokens: what was written is no sure guide
            # to what comes, what is heard is.
            others = torch.randint(len(model.used) * 2, given.shape, generator=draw)
            given = torch.where(hidden, others.clamp(max=len(model.used)), given)
            scores = model.logits(given, heard)
    side = torch.zeros(())
    if args.ctc:
        frames = torch.full((len(ids),), spelled.shape[1])
        side = F.ctc_loss(spelled.float().log_softmax(-1).transpose(0, 1), characters, frames,
                          lengths, reduction="sum", zero_infinity=True) / max(1, len(characters))
    if args.only_ctc:
        return torch.zeros(()), side
    wanted = ids[:, 1:].flatten().clamp(max=len(model.used) - 1)    # a prompt does not count
    main = F.cross_entropy(scores.float().flatten(0, 1), wanted,
                           reduction="none", label_smoothing=0.03)
    weight = counted[:, 1:].flatten()
    return (main * weight).sum() / weight.sum(), side


def share(model, average, steps, keep, over):
    """Put the mean of all workers' weights, weighted by the steps each has taken, into all; tell
    whether for any of them the time is over, so that they all stop together."""
    over = torch.tensor([float(over)])
    with torch.no_grad():
        flat = torch.cat([w.reshape(-1) for w in model.parameters()]
                         + [torch.ones(1)]) * steps
        if dist.is_initialized():
            dist.all_reduce(flat)
            dist.all_reduce(over)
        flat, at = flat[:-1] / flat[-1], 0
        for weight in model.parameters():
            weight.copy_(flat[at:at + weight.numel()].view_as(weight))
            at += weight.numel()
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - keep)
    return bool(over > 0)


def work(rank, args):
    """One worker: one thread, its own windows and optimiser; weights are shared now and then.

    Two workers of one thread take in a third more sound than one of two threads, and one that
    is held up by other programs does not hold up the other.
    """
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    args.numbers = number_type()
    if args.workers > 1:
        dist.init_process_group("gloo", init_method=f"file://{os.path.abspath(args.out)}.meet",
                                rank=rank, world_size=args.workers)
    rows = read_pools(args.pool)
    with open(args.tokens) as file:
        used = sorted(tk.SPECIAL | {int(line) for line in file})
    rows = [row for row in rows if row[3][:4] in ("demo", "seed", "take") or not held_out(row[5])]
    model, saved, spent, step = Nano(used), None, 0, 0
    own = f"{args.out}.worker{rank}"
    if args.resume and os.path.exists(args.out):
        saved = torch.load(args.out, weights_only=False)
        spent, step = saved["spent"], saved["step"]
    elif args.init:
        saved = (restore(args.init) if args.init.endswith(".bin")
                 else torch.load(args.init, weights_only=False))
    if saved:
        model.load(saved)
    optimiser = optimisers(model, args.rate, args.numbers)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    if spent and saved["used"] == used:
        average = saved["average"]
        if os.path.exists(own):
            for part, state in zip(optimiser, torch.load(own, weights_only=False)):
                part.load_state_dict(state)
    if rank == 0:
        hours = sum(row[1] for row in rows) / 16000 / 3600
        print(f"{len(used)} tokens, {args.numbers}, {len(rows)} clips, {hours:.1f} h, "
              f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M weights", flush=True)
    rounded = contextlib.nullcontext() if args.exact or args.only_ctc else Grid(model)
    seed = args.seed + 1000 * rank + step
    batches, draw = queue.Queue(2), torch.Generator().manual_seed(seed)
    if dist.is_initialized():
        dist.barrier()
    begun, first, shared, saved_at = time.time() - spent, step, 0, time.time()

    def late():
        return time.time() - begun > 60 * args.minutes * (1 - args.whole)

    threading.Thread(target=produce, daemon=True, args=(
        Windows(rows, used, seed, args.takes, args.general), args, batches, late)).start()
    sums, sound = [0, 0, 0], 0
    next_share, told = time.time() + args.share, time.time()
    while True:
        spent = time.time() - begun
        done = min(1, spent / 60 / args.minutes)
        rate = args.rate * min(1, (step - first + 1) / args.warm)
        if done > 1 - args.decay:
            rate *= (1 - done) / args.decay
        for part in optimiser:
            for group in part.param_groups:
                group["lr"] = rate
        batch = batches.get(timeout=900)
        for part in optimiser:
            part.zero_grad()
        with rounded:
            main_loss, side_loss = losses(model, batch, args, draw)
            (side_loss if args.only_ctc else main_loss + args.ctc * side_loss).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for part in optimiser:
            part.step()
        step += 1
        shared += 1
        sound += batch[0].shape[0] * batch[0].shape[2] / 100
        for i, value in enumerate((main_loss.item(), side_loss.item(), 1)):
            sums[i] += value
        if time.time() < next_share:
            continue
        next_share += args.share
        over = share(model, average, shared,
                     min(args.average, (step - first) / (step - first + 100)), done >= 1)
        shared = 0
        if isinstance(rounded, Grid):
            rounded.rescale()
        if rank == 0 and sums[2] >= 25:
            now = time.time()
            print(f"{spent / 60:6.1f} min step {step} tokens {sums[0] / sums[2]:.3f} characters "
                  f"{sums[1] / sums[2]:.3f} rate {rate:.1e}; this worker "
                  f"{sound / (now - told):.0f} s of sound a second", flush=True)
            sums, sound, told = [0, 0, 0], 0, now
        if time.time() - saved_at > 100 or over:
            saved_at = time.time()
            torch.save([part.state_dict() for part in optimiser], own)
            if rank == 0:
                torch.save({"model": model.state_dict(), "average": average, "used": used,
                            "spent": spent, "step": step}, args.out + ".new")
                os.replace(args.out + ".new", args.out)
        if over:
            break
    if rank == 0:
        print("done", flush=True)


def main():
    args = arguments()
    if args.workers > 1:
        Path(args.out + ".meet").unlink(missing_ok=True)
        torch.multiprocessing.spawn(work, (args,), args.workers)
    else:
        work(0, args)


if __name__ == "__main__":
    main()
