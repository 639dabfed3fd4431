"""Flask's extensions, made once and bound to the application by `marketplace.web.application`."""

from argon2 import PasswordHasher
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, default_limits=[], strategy="fixed-window")
login_manager = LoginManager()
migrate = Migrate()
password_hasher = PasswordHasher()
