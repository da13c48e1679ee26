package auth

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"bidroom/evaluation/rule"
)

func codes(err error) string {
	var refusal *rule.Refusal
	if err == nil {
		return ""
	}
	if !errors.As(err, &refusal) {
		return "fault: " + err.Error()
	}
	var list []string
	for _, reason := range refusal.Reasons {
		list = append(list, reason.Code)
	}
	return strings.Join(list, " ")
}

func TestCheckPassword(t *testing.T) {
	for _, tt := range []struct{ name, password, want string }{
		{"eleven letters", "tqmvhxeubok", "password.short"},
		{"twelve letters", "tqmvhxeuboky", ""},
		{"six Han characters", "晴川历历汉阳", ""},
		{"five Han characters and a letter", "晴川历历汉a", "password.short"},
		{"full-width letters count as letters", "ｔｑｍｖｈｘｅｕｂｏｋ", "password.short"},
		{"a phrase", "the heron waits by the ford", ""},
		{"128 characters", strings.Repeat("tqmvhxeu", 16), ""},
		{"129 characters", strings.Repeat("tqmvhxeu", 16) + "z", "password.long"},
		{"four different characters", "tqmvtqmvtqmvtqmv", "password.distinct"},
		{"five different characters", "tqmvhtqmvhtqmvh", ""},
		{"digits in a row", "123456789012", "password.run"},
		{"keyboard rows", "qwertyuiopasdf", "password.run"},
		{"backwards", "poiuytrewqlkjhgf", "password.run"},
		{"half of it a row", "12345qwertmvhx", "password.run"},
		{"a short row in a long phrase", "12345 herons wait by the ford", ""},
		{"the login and little more", "wangxiaoming1", "password.known"},
		{"the login and enough more", "wangxiaoming tqmvhxeuboky", ""},
		{"the name and little more", "王小明2026!x", "password.known"},
		{"empty", "", "password.short password.distinct"},
		{"everything at once", "aaaaa", "password.short password.distinct password.run"},
		{"a control character", "tqmvhxeuboky\x00", "password.characters"},
		{"not text", "tqmvhxeuboky\xff", "password.characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := codes(CheckPassword(tt.password, "wangxiaoming", "王小明", "")); got != tt.want {
				t.Errorf("CheckPassword(%q): %q, want %q", tt.password, got, tt.want)
			}
		})
	}
}

func TestHasher(t *testing.T) {
	h, err := NewHasher(true)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	hash, err := h.Hash(ctx, "晴川历历汉阳 Ａ")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$") {
		t.Errorf("hash %s", hash)
	}
	for password, want := range map[string]bool{
		"晴川历历汉阳 Ａ": true, "晴川历历汉阳 A": true, // another keyboard's width
		"晴川历历汉阳 a": false, "": false, "no account has this password": false,
	} {
		if got, err := h.Matches(ctx, password, hash); err != nil || got != want {
			t.Errorf("Matches(%q) = %t, %v", password, got, err)
		}
	}
	if got, err := h.Matches(ctx, "no account has this password", ""); got || err != nil {
		t.Errorf("the decoy is an account: %t, %v", got, err)
	}
	if _, err := h.Matches(ctx, "x", "plain text"); codes(err) == "" || !strings.HasPrefix(codes(err), "fault") {
		t.Errorf("a broken hash: %v", err)
	}
}

// TestHasherIsBounded fills both slots and the queue behind them.
func TestHasherIsBounded(t *testing.T) {
	h, err := NewHasher(true)
	if err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	var all sync.WaitGroup
	for range hashesWaiting {
		all.Go(func() {
			if err := h.turn(context.Background(), func() error { <-release; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	for len(h.queue) < hashesWaiting || len(h.slots) < hashesAtOnce {
		runtime.Gosched()
	}
	if _, err := h.Hash(context.Background(), "tqmvhxeuboky"); codes(err) != "auth.busy" {
		t.Errorf("one too many: %v", err)
	}
	close(release)
	all.Wait()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	if _, err := h.Hash(ctx, "tqmvhxeuboky"); codes(err) != "auth.busy" {
		t.Errorf("whoever gave up waiting: %v", err)
	}
}
