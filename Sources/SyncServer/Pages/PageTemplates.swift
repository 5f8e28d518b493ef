/// The HTML of the review pages, as mustache templates: `{{name}}` is escaped, always.
enum PageTemplates {
    static let layout = """
        <!doctype html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}}</title>
        <link rel="stylesheet" href="/review/style.css">
        </head>
        <body>
        <header>
        <a class="home" href="/review">审核<small>Review</small></a>
        {{#person}}
        <form method="post" action="/review/sign-out">
        <input type="hidden" name="form" value="{{formToken}}">
        <span>{{name}}</span>
        <button class="quiet">退出<small>Sign out</small></button>
        </form>
        {{/person}}
        </header>
        <main>
        {{#notice}}<p class="notice" role="alert">{{sentence}}<br>{{next}} <code>{{code}}</code></p>{{/notice}}
        {{$content}}{{/content}}
        </main>
        </body>
        </html>

        """

    static let message = """
        {{<layout}}{{$content}}
        <h1>{{title}}</h1>
        <p><a href="/review">回到列表<small>Back to the list</small></a></p>
        {{/content}}{{/layout}}
        """

    static let signIn = """
        {{<layout}}{{$content}}
        <h1>登录<small>Sign in</small></h1>
        <form method="post" action="/review/sign-in">
        <label>姓名<small>Name</small>
        <input name="name" autocomplete="username" required autofocus></label>
        <label>密码<small>Password</small>
        <input name="password" type="password" autocomplete="current-password" required></label>
        <button>登录<small>Sign in</small></button>
        </form>
        {{/content}}{{/layout}}
        """

    static let setPassword = """
        {{<layout}}{{$content}}
        <h1>设置密码<small>Set a password</small></h1>
        <p>{{account}}</p>
        <form method="post">
        <input type="hidden" name="username" value="{{account}}" autocomplete="username">
        <label>新密码，至少 {{lengthMin}} 个字符<small>New password, at least {{lengthMin}} characters</small>
        <input name="password" type="password" autocomplete="new-password" minlength="{{lengthMin}}"
         required autofocus></label>
        <label>再写一次<small>Once more</small>
        <input name="again" type="password" autocomplete="new-password" required></label>
        <button>保存<small>Save</small></button>
        </form>
        {{/content}}{{/layout}}
        """

    static let list = """
        {{<layout}}{{$content}}
        <h1>待审核 {{count}} 项<small>{{count}} open</small></h1>
        {{#isCut}}<p>先列出前 {{shown}} 项。<small>The first {{shown}} are listed.</small></p>{{/isCut}}
        {{^conflicts}}<p>没有待审核的冲突。<small>There is nothing to decide.</small></p>{{/conflicts}}
        <ul class="conflicts">
        {{#conflicts}}
        <li><a href="{{address}}"><b>{{typeLabel}} · {{fieldLabel}}</b>
        {{#isSuspect}}<span class="suspect">时钟可疑<small>clock suspect</small></span>{{/isSuspect}}
        <span>{{entryCount}} 个不同的值，最近 {{latest}}，{{authors}}</span>
        <code>{{record}}</code></a></li>
        {{/conflicts}}
        </ul>
        {{#objections}}
        <section class="objection"><b>异议 · {{typeLabel}} · {{fieldLabel}}</b>
        <span>{{author}} {{opened}}：{{reason}}</span>
        <span>原决定 {{taken}}{{#wanted}}，认为应是 {{.}}{{/wanted}}</span>
        <code>{{record}}</code>
        <form method="post" action="/review/objection">
        <input type="hidden" name="form" value="{{formToken}}">
        <input type="hidden" name="objection" value="{{id}}">
        <input type="hidden" name="base" value="{{base}}">
        <label>改为，空着就维持原决定<small>Another value; empty upholds the decision</small>
        <textarea name="other" rows="1">{{other}}</textarea></label>
        <label>理由（老师会看到）<small>Reason; the teacher will see it</small>
        <textarea name="reason" rows="2" required>{{answer}}</textarea></label>
        <button>答复<small>Answer</small></button>
        </form></section>
        {{/objections}}
        {{/content}}{{/layout}}
        """

    static let conflict = """
        {{<layout}}{{$content}}
        <h1>{{typeLabel}} · {{fieldLabel}}</h1>
        <p><b>{{about}}</b> <small>{{type}} · {{field}}</small> <code>{{record}}</code></p>
        <h2>原来的值<small>What it started from</small></h2>
        {{^origins}}<p>原来没有值<small>nothing before</small></p>{{/origins}}
        {{#origins}}
        <div class="entry"><p class="value">{{value}}{{#isEmpty}}<i>（空）</i>{{/isEmpty}}</p>
        <p class="who">{{author}} · {{at}}{{#isSuspect}} <span class="suspect">时钟可疑<small>clock suspect</small></span>{{/isSuspect}}</p></div>
        {{/origins}}
        <h2>各人所写<small>What was written</small></h2>
        <form method="post" action="/review/conflict">
        <input type="hidden" name="form" value="{{formToken}}">
        <input type="hidden" name="type" value="{{type}}">
        <input type="hidden" name="record" value="{{record}}">
        <input type="hidden" name="field" value="{{field}}">
        <input type="hidden" name="base" value="{{base}}">
        {{#entries}}
        <label class="entry">{{#choice}}<input type="radio" name="choice" value="{{choice}}" required{{#isChosen}} checked{{/isChosen}}>{{/choice}}
        <p class="value">{{#besides}}<b>{{besides}}：</b>{{/besides}}{{value}}{{#isEmpty}}<i>（空）</i>{{/isEmpty}}</p>
        <p class="who">{{author}} · {{at}}{{#isShown}} · 现在显示的<small>shown now</small>{{/isShown}}{{#isSuspect}} <span class="suspect">时钟可疑<small>clock suspect</small></span>{{/isSuspect}}</p></label>
        {{/entries}}
        {{#isDeletion}}
        <label class="entry"><input type="radio" name="choice" value="delete" required>
        删除这条记录<small>Delete the record</small></label>
        <label class="entry"><input type="radio" name="choice" value="keep">
        保留这条记录<small>Keep the record</small></label>
        {{/isDeletion}}
        {{^isDeletion}}
        <label class="entry"><input type="radio" name="choice" value="other"{{#isOther}} checked{{/isOther}}>
        另写一个值<small>Another value</small>
        <textarea name="other" rows="2">{{other}}</textarea></label>
        {{/isDeletion}}
        <label>理由（老师会看到）<small>Reason; the teachers will see it</small>
        <textarea name="reason" rows="3" required>{{reason}}</textarea></label>
        <button>决定<small>Decide</small></button>
        </form>
        {{/content}}{{/layout}}
        """

    static let style = """
        :root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }
        body { margin: 0 auto; max-width: 46rem; padding: 0 1rem 4rem; }
        header { display: flex; justify-content: space-between; align-items: baseline; padding: .8rem 0; }
        header form, header form span { display: inline; margin: 0 .5rem 0 0; }
        .home { font-weight: bold; text-decoration: none; }
        small { color: GrayText; font-size: .75em; margin-left: .4em; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; }
        label { display: block; margin: .8rem 0; }
        input:not([type=radio]), textarea { box-sizing: border-box; display: block; font: inherit; padding: .4rem; width: 100%; }
        button { font: inherit; padding: .4rem 1.2rem; } .quiet { background: none; border: 0; padding: 0; }
        ul { list-style: none; padding: 0; }
        .conflicts a { display: block; border-top: 1px solid GrayText; padding: .6rem 0; text-decoration: none; color: inherit; }
        .conflicts a span, .objection span { display: block; }
        .objection { border-top: 1px solid GrayText; padding: .6rem 0; }
        .entry { border: 1px solid GrayText; border-radius: .4rem; margin: .6rem 0; padding: .6rem .8rem; }
        .value { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        .who { color: GrayText; font-size: .85em; margin: 0; }
        .suspect { color: #b00; font-weight: bold; }
        .notice { border-left: .3rem solid #b00; padding-left: .8rem; }
        code { color: GrayText; font-size: .75em; }

        """
}
