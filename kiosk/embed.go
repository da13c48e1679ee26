// Package kiosk holds everything that runs in a browser, and carries the
// built pages in the binary.
//
// The pages are built by Vite into dist: kiosk.html, desk.html and wall.html,
// one for each surface, and assets/ with hashed or versioned names that never
// change their content. Beside a file worth compressing stand the same bytes
// as .br and .gz. In a clone where the pages were never built dist holds only
// [Placeholder], so that the program compiles without Node.
package kiosk

import (
	"embed"
	"io/fs"
)

// Placeholder is the file of [Dist] to answer with where a surface's page has
// not been built. It says, in both languages, how to build it.
const Placeholder = "placeholder.html"

//go:embed all:dist
var dist embed.FS

// Dist returns the built pages, rooted at their folder.
func Dist() fs.FS {
	pages, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path, the only thing Sub can object to
	}
	return pages
}
