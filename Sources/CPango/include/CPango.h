#ifndef CPANGO_H
#define CPANGO_H

/* Paper as Pango and Cairo make it: text that is laid out and wrapped, lines, pages, a PDF.
 *
 * The libraries are loaded when the first page is begun and not when the program starts: with their
 * thirty libraries they would cost every command some 9 ms. So nothing is linked, and a laptop
 * without them can do everything but print. Lengths are points, from the upper left corner. */

/* Loads the libraries. Returns NULL, or the name of what is missing. */
const char *cpango_missing(void);

/* A PDF that is being made. */
typedef struct cpango_paper cpango_paper;

/* Takes bytes of the PDF; 0 for done. */
typedef int (*cpango_write)(void *closure, const unsigned char *bytes, unsigned int length);

cpango_paper *cpango_begin(double width, double height, cpango_write write, void *closure);
void cpango_title(cpango_paper *paper, const char *title);
void cpango_line(cpango_paper *paper, double x1, double y1, double x2, double y2, double width,
                 int is_dashed);
void cpango_next_page(cpango_paper *paper);
/* Ends the PDF and frees it. Returns 0, or Cairo's status. */
int cpango_end(cpango_paper *paper);

/* A text that was laid out. */
typedef struct cpango_text cpango_text;

/* align: 0 left, 1 middle, 2 right. spacing: the distance of two lines as a part of their height. */
cpango_text *cpango_lay_out(cpango_paper *paper, const char *text, const char *font, double width,
                            int align, double spacing);
double cpango_height(cpango_text *text);
int cpango_unknown_glyphs(cpango_text *text);
/* The byte at which the first line begins that does not fit into a height; -1 if all fit. */
int cpango_break(cpango_text *text, double height);
void cpango_show(cpango_paper *paper, cpango_text *text, double x, double y);
void cpango_free(cpango_text *text);

#endif
