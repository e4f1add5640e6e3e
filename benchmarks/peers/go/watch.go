package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// The part of the original that is measured, written anew after what its
// documentation says: a state that is read and written atomically, and two
// goroutines with a ticker each that call a task until the cut-over.

type state int32

const cutOver state = 8

func (s *state) get() state { return state(atomic.LoadInt32((*int32)(s))) }

func (s *state) set(to state) { atomic.StoreInt32((*int32)(s), int32(to)) }

var errNotReady = errors.New("watermark not ready")

type task interface {
	current() state
	status() string
	dump(ctx context.Context) error
	cancel()
}

// loops tells of goroutines when they have begun and when they have ended, which
// the original does not; a benchmark has to know.
type loops struct {
	running sync.WaitGroup
	ended   sync.WaitGroup
}

// watch starts both loops.
func watch(ctx context.Context, t task, every intervals, of *loops) {
	of.running.Add(2)
	of.ended.Add(2)
	go loop(ctx, t, every.status, dumpStatus, of)
	go loop(ctx, t, every.checkpoint, dumpCheckpoint, of)
}

// loop acts with each tick, until there is nothing left to do. What it does is a
// plain function: it takes no memory of its own.
func loop(ctx context.Context, t task, every time.Duration, act func(context.Context, task) bool, of *loops) {
	defer of.ended.Done()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	of.running.Done()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if !act(ctx, t) {
				return
			}
		}
	}
}

func dumpStatus(_ context.Context, t task) bool {
	if t.current() > cutOver {
		return false
	}
	_ = t.status() // nobody writes it anywhere
	return true
}

func dumpCheckpoint(ctx context.Context, t task) bool {
	if t.current() >= cutOver {
		return false
	}
	err := t.dump(ctx)
	if err == nil || errors.Is(err, errNotReady) {
		return true
	}
	if !errors.Is(err, context.Canceled) && t.current() < cutOver {
		t.cancel()
	}
	return false
}
